import { afterEach } from '@jest/globals';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js';

const open: Sandbox[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

/** A sandbox that is closed when the test ends. */
export async function openSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  open.push(sandbox);
  return sandbox;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** One HTTP request; `body` goes out as it is if it is a string, else as JSON. */
export async function call(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  const init = { method, headers, ...(payload === undefined ? {} : { body: payload }) };
  const response = await fetch(`${sandbox.url}${path}`, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

export function basic(clientId: string, secret: string): string {
  return `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`;
}

/** A body that the sandbox accepts, changed by `change`; a key set to undefined is left out. */
export function bodyFor(emailAddress: string, change: Record<string, unknown> = {}) {
  return {
    profile_fields: { firstName: 'Ada', lastName: 'Lovelace', emailAddress },
    client_id: 'sandbox',
    auth_type: 'email',
    grant_type: 'password',
    redirect_uri: 'https://app.example/welcome',
    locale: 'en-US',
    ...change,
  };
}

/** Calls pre-register as the default client, or as `headers` say. */
export function preRegister(
  sandbox: Sandbox,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  return call(sandbox, 'POST', '/idp/v1/account/pre-register', body, {
    'content-type': 'application/json',
    authorization: basic('sandbox', 'sandbox-secret'),
    ...headers,
  });
}

/** The uuid of an answer, as it stands in the body. */
export function uuidOf(reply: Reply): string {
  const { uuid } = JSON.parse(reply.text) as { uuid: string };
  return uuid;
}
