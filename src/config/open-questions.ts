import { z } from 'zod';

/** Who a call says it is: nobody beyond the `client_id` in its body, or the client with its secret. */
export type CallAuthorization = 'none' | 'basic';

/**
 * What the vendor's pages leave open and this client has to decide. Each has a default that the evidence favours;
 * docs/next-identity.md tells the evidence, and how to check it against a real tenant.
 */
export interface OpenQuestionOptions {
  /** The JSON type of `resend: true`. Default `boolean`. */
  resendAs?: 'boolean' | 'string' | undefined;
  /** `/resend-verification`. Authorization default `none`. */
  resendVerification?: { authorization?: CallAuthorization | undefined } | undefined;
  /** The JSON form of `/token`. Authorization default `none`; the PIN's parameter default `pin`. */
  token?:
    | { authorization?: CallAuthorization | undefined; pinParameter?: string | undefined }
    | undefined;
  /** `/users/find`. Defaults `query_filter`, `results`. */
  usersFind?: { filterParameter?: string | undefined; resultsKey?: string | undefined } | undefined;
  /** `/users/update`. Defaults `POST`, `profile_fields`, `key_value`. */
  usersUpdate?:
    | {
        method?: 'POST' | 'PUT' | 'PATCH' | undefined;
        fieldsParameter?: string | undefined;
        keyValueParameter?: string | undefined;
      }
    | undefined;
}

const name = z.string().regex(/^\w+$/, 'must be a name of letters, digits and underscores');
const authorization = z.enum(['none', 'basic']).default('none');

const usersFind = z.strictObject({
  filterParameter: name.default('query_filter'),
  resultsKey: name.default('results'),
});

/** What tells that a person has activated the account; no page of the vendor names it (docs/next-identity.md). */
const activatedWhen = z.strictObject({
  attribute: name
    .optional()
    .describe(
      'Store name of an attribute of the user. Default: `emailVerified`, or `mobileNumberVerified` where people are invited by SMS.',
    ),
  is: z
    .union([z.literal('present'), z.boolean(), z.number(), z.string()])
    .default('present')
    .describe(
      '`present`: it has any value but null, false and the empty text; else exactly this value.',
    ),
});
export interface ActivatedWhen extends z.output<typeof activatedWhen> {
  readonly attribute: string;
}

export const openQuestionsSchema = z.object({
  resendAs: z.enum(['boolean', 'string']).default('boolean'),
  resendVerification: z.strictObject({ authorization }).prefault({}),
  token: z.strictObject({ authorization, pinParameter: name.default('pin') }).prefault({}),
  usersFind: usersFind.prefault({}),
  usersUpdate: z
    .strictObject({
      method: z.enum(['POST', 'PUT', 'PATCH']).default('POST'),
      fieldsParameter: name.default('profile_fields'),
      keyValueParameter: name.default('key_value'),
    })
    .prefault({}),
});

/** The open questions, answered. */
export type OpenQuestions = z.output<typeof openQuestionsSchema>;

/** The same as a client of Rollcall is configured with, and what Rollcall itself has to decide beside them. */
export const configuredQuestionsSchema = z.strictObject({
  ...openQuestionsSchema.shape,
  usersFind: z
    .strictObject({
      ...usersFind.shape,
      peopleAtOnce: z
        .int()
        .min(1)
        .max(100)
        .default(20)
        .describe('People that one look-up asks for, joined by "or" in the filter.'),
    })
    .prefault({}),
  activatedWhen: activatedWhen.prefault({}),
});
export type ConfiguredQuestions = Omit<
  z.output<typeof configuredQuestionsSchema>,
  'activatedWhen'
> & { readonly activatedWhen: ActivatedWhen };

const VERIFIED = { email: 'emailVerified', sms: 'mobileNumberVerified' } as const;

/** Fills in what follows from how the client's people are identified. */
export function questionsOf(
  { activatedWhen: { attribute, is }, ...same }: z.output<typeof configuredQuestionsSchema>,
  authType: keyof typeof VERIFIED,
): ConfiguredQuestions {
  return { ...same, activatedWhen: { attribute: attribute ?? VERIFIED[authType], is } };
}
