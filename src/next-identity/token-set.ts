import { z } from 'zod';
import type { Call, Reply } from './call.js';
import { lost } from './verdict.js';

export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** A JWT, from the hosted form of the endpoint only. Its signature has not been checked. */
  readonly idToken: string | null;
  /** Seconds, where the answer tells; the field is not documented. */
  readonly expiresInSeconds: number | null;
}

const token = z.string().min(1);
const answer = z.looseObject({
  access_token: token,
  refresh_token: token.nullish().catch(null),
  id_token: token.nullish().catch(null),
  expires_in: z.coerce.number().int().positive().nullish().catch(null),
  // Another type would be sent as Bearer all the same, and be refused for reasons that nobody could guess.
  token_type: z
    .string()
    .regex(/^bearer$/i)
    .nullish(),
});

/**
 * Reads the tokens of an answer. One without an access token, or of another type than bearer, is `lost`: the code or
 * PIN is spent, and there is nothing to show for it. Source: response-codes-token.
 */
export function readTokens(call: Call, { status, body }: Reply): TokenSet {
  const read = answer.safeParse(body);
  if (!read.success) throw lost(call, `HTTP ${status} without a bearer token`, { status });
  const { access_token, refresh_token, id_token, expires_in } = read.data;
  return {
    accessToken: access_token,
    refreshToken: refresh_token ?? null,
    idToken: id_token ?? null,
    expiresInSeconds: expires_in ?? null,
  };
}
