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

export const openQuestionsSchema = z.object({
  resendAs: z.enum(['boolean', 'string']).default('boolean'),
  resendVerification: z.object({ authorization }).prefault({}),
  token: z.object({ authorization, pinParameter: name.default('pin') }).prefault({}),
  usersFind: z
    .object({ filterParameter: name.default('query_filter'), resultsKey: name.default('results') })
    .prefault({}),
  usersUpdate: z
    .object({
      method: z.enum(['POST', 'PUT', 'PATCH']).default('POST'),
      fieldsParameter: name.default('profile_fields'),
      keyValueParameter: name.default('key_value'),
    })
    .prefault({}),
});

/** The open questions, answered. */
export type OpenQuestions = z.output<typeof openQuestionsSchema>;
