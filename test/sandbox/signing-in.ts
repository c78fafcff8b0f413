import type { Sandbox } from '../../src/sandbox/index.js';
import { call, type Reply } from './calling.js';

export const APP = 'https://app.example/welcome';
export const ADA = 'ada@example.com';
export const JSON_BODY = { 'content-type': 'application/json' };

/** A body of the API's token call that is right, but for `change`; a key set to undefined is left out. */
export function tokenBody(code: string, change: Record<string, unknown> = {}) {
  return {
    client_id: 'sandbox',
    grant_type: 'authorization_code',
    code,
    redirect_uri: APP,
    auth_type: 'email',
    user_id: ADA,
    ...change,
  };
}

/** A code for Ada, who is put there if she is not. */
export function codeFor(
  sandbox: Sandbox,
  change: { codeChallenge?: string; locale?: string } = {},
) {
  sandbox.seedUsers({
    identifier: ADA,
    activated: true,
    profile: { firstName: 'Ada', lastName: 'Lovelace' },
  });
  return sandbox.issueCode({ identifier: ADA, clientId: 'sandbox', redirectUri: APP, ...change });
}

export function exchange(sandbox: Sandbox, body: unknown): Promise<Reply> {
  return call(sandbox, 'POST', '/idp/v1/account/token', body, JSON_BODY);
}

/** An access token of Ada's. */
export async function accessToken(sandbox: Sandbox): Promise<string> {
  const { text } = await exchange(sandbox, tokenBody(codeFor(sandbox)));
  return (JSON.parse(text) as { access_token: string }).access_token;
}

/** Status and parsed body, to be compared at once. */
export function answerOf({ status, text }: Reply): { status: number; body: unknown } {
  return { status, body: JSON.parse(text) };
}

export const exception = (message: string) => ({
  error: 'http_exception',
  error_details: { message },
});
export const parameters = (error_details: unknown) => ({
  error: 'invalid_parameters',
  error_details,
});
