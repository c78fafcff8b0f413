import type { Socket } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Answer } from '../../src/invite/answer.js';
import { outcomeOf } from '../../src/invite/outcome.js';
import { resendOutcomeOf } from '../../src/invite/resend-outcome.js';
import { NextIdentityClient } from '../../src/next-identity/client.js';
import { NextIdentityError } from '../../src/next-identity/error.js';
import { toAnswer } from '../../src/next-identity/to-answer.js';
import { errorOf } from './client-under-test.js';
import { type TcpServer, tcpServer } from './literal-server.js';

/** What is sent, and is to come back in no error, message or inspection. */
const PERSON = {
  firstName: 'Zofia-Marked',
  lastName: "O'Brien-Żak",
  emailAddress: 'marked.person@example.com',
  mobileNumber: '+44 1632 960001',
};
const SECRET = 's3cret-marked';
const MARKS = [...Object.values(PERSON), SECRET, 'marked.stranger@example.com'];
const UUID = '0a4c1c0e-6c1b-4f5e-9f54-0d9f3c5b7a11';

let server: TcpServer;
let client: NextIdentityClient;
/** What the socket does with the next request. */
let answer: (socket: Socket) => void;

beforeAll(async () => {
  server = await tcpServer((socket) => answer(socket));
  client = new NextIdentityClient({
    baseUrl: server.baseUrl,
    clientId: 'client-1',
    clientSecret: SECRET,
    redirectUri: 'https://app.example/welcome',
    authType: 'email',
  });
});
afterAll(async () => {
  await client.close();
  await server.close();
});

const mark = fc.constantFrom(...MARKS);
const words = fc.oneof(
  mark,
  mark.map((text) => `The value ${text} is already in use`),
  mark.map((text) => `Invalid authorization header: ${text}`),
  mark.map((text) => `${text}\r\n\u001b[31m${text}`),
  mark.map((text) => JSON.stringify({ error_description: text })),
  mark.map((text) => encodeURIComponent(text)),
  fc.constantFrom('Email address is already in use.', 'invalid_form_fields', 'http_exception', ''),
  fc.string({ maxLength: 30 }),
);
const uuid = fc.constantFrom<unknown>(
  UUID,
  ` ${UUID.toUpperCase()} `,
  `${UUID}0`,
  UUID.replaceAll('-', ''),
  '00000000-0000-0000-0000-000000000000',
  null,
  7,
  [UUID],
  { uuid: UUID },
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    words,
    fc.constantFrom<unknown>(null, true, 0, -1.5, 1e308),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(
        fc.constantFrom('error', 'error_details', 'error_description', 'message', 'uuid'),
        fc.constantFrom('result', 'data', 'emailAddress', 'client_id', '__proto__'),
        words,
      ),
      tie('json'),
      { maxKeys: 4 },
    ),
  ),
}));

const body: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  { weight: 4, arbitrary: json.map((content) => JSON.stringify(content)) },
  { weight: 3, arbitrary: fc.record({ uuid, error: words }).map((one) => JSON.stringify(one)) },
  { weight: 1, arbitrary: uuid.map((one) => JSON.stringify({ result: { uuid: one } })) },
  { weight: 1, arbitrary: words.map((text) => `<html><body>${text}</body></html>`) },
  { weight: 1, arbitrary: words.map((text) => `{"uuid": "${UUID}", "x": ${text}`) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 80 }) },
  { weight: 1, arbitrary: fc.constantFrom('', `\ufeff{"uuid":"${UUID}"}`, '[['.repeat(40_000)) },
);

const status = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(200, 201) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504),
  },
  { weight: 1, arbitrary: fc.constantFrom(100, 101, 103, 202, 204, 205, 206, 301, 302, 304, 307) },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 999 }) },
);
const field = fc.oneof(
  words.map((text) => ['content-type', text] as const),
  words.map((text) => ['location', `https://${text}/`] as const),
  words.map((text) => ['www-authenticate', text] as const),
  fc
    .constantFrom(
      '0',
      '1',
      '-1',
      '1e9',
      '999999999',
      '9999999999',
      'soon',
      'Fri, 31 Dec 9999 23:59:59 GMT',
    )
    .map((when) => ['retry-after', when] as const),
  fc.constantFrom(
    ['content-encoding', 'gzip'] as const,
    ['transfer-encoding', 'chunked'] as const,
    ['content-length', '5'] as const,
    ['content-length', '99999999'] as const,
    ['connection', 'upgrade'] as const,
    ['upgrade', 'websocket'] as const,
  ),
);

interface Reply {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | Uint8Array;
}
const reply: fc.Arbitrary<Reply> = fc.record({
  status,
  reason: words,
  headers: fc.array(field, { maxLength: 4 }),
  body,
});

/** Says it as it is, right or wrong, and closes the connection. */
function say({ status: code, reason, headers, body: content }: Reply) {
  const lines = headers.map(([name, text]) => `${name}: ${text}`);
  const head = [`HTTP/1.1 ${code} ${reason}`, ...lines, '', ''].join('\r\n');
  return (socket: Socket) => {
    socket.write(head);
    socket.end(content);
  };
}

function expectNoMark(shown: string): void {
  for (const text of MARKS) expect(shown).not.toContain(text);
}

const show = (thing: unknown) =>
  `${thing instanceof Error ? thing.stack : ''}${JSON.stringify(thing)}${inspect(thing, { depth: 9, showHidden: true })}`;

/** That an answer decides nothing that it does not say, and repeats nothing. */
function expectSound(came: Answer, { status: code, body: content }: Reply): void {
  for (const mayHaveArrived of [false, true]) {
    const policy = { baseMs: 1_000, capMs: 60_000, maxTries: 12 };
    const context = { tries: 1, mayHaveArrived, policy, random: () => 0.5 };
    const outcome = outcomeOf(came, context);
    expectNoMark(show(outcome));
    if (outcome.kind === 'invited' || (outcome.kind === 'existing' && code < 300)) {
      expect([200, 201]).toContain(code);
      expect(outcome.uuid).toBe(UUID);
      expect(Buffer.from(content).toString().toLowerCase()).toContain(UUID);
    }
    if ('message' in outcome) expect(outcome.message.length).toBeLessThan(10_000);
    if ('afterMs' in outcome && outcome.afterMs !== null)
      expect(outcome.afterMs).toBeLessThanOrEqual(policy.capMs);
  }
  const resent = resendOutcomeOf(came);
  expectNoMark(show(resent));
  if (resent.kind === 'resent') expect(code).toBe(201);
}

/** Whatever was said, it came to an answer. */
async function preRegister(said: (socket: Socket) => void): Promise<Answer> {
  answer = said;
  return toAnswer(client.preRegister({ profileFields: PERSON }));
}

describe('whatever the API answers', () => {
  test('a pre-registration comes to a verdict, "invited" by a uuid alone, and repeats no word of a person', async () => {
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(reply, async (one) => {
        const came = await preRegister(say(one));
        kinds.add(came.kind);
        expectNoMark(show(came));
        expectSound(came, one);
      }),
      { numRuns: 300 },
    );
    expect([...kinds].sort()).toEqual([
      'accepted',
      'lost',
      'rate-limited',
      'refused',
      'unavailable',
    ]);
  });

  test('of any bytes, it is lost or refused, and never taken for an invitation', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      words.map((text) => `HTTP/1.1 ${text}\r\n\r\n`),
      words.map((text) => `HTTP/9.9 201 Created\r\n${text}\r\n\r\n{"uuid":"${UUID}"}`),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (sent) => {
        const came = await preRegister((socket) => socket.end(sent));
        expectNoMark(show(came));
        expect(came.kind).toBe('lost');
      }),
      { numRuns: 80 },
    );
  });

  test('the errors of look-ups and updates repeat no word of a person either', async () => {
    const { emailAddress } = PERSON;
    await fc.assert(
      fc.asyncProperty(reply, async (one) => {
        answer = say(one);
        const find = { filter: `email='${emailAddress}'`, attributes: ['uuid'] };
        const found = await client.findUsers(find).catch((cause: unknown) => cause);
        if (found instanceof Error) {
          expect(found).toBeInstanceOf(NextIdentityError);
          expectNoMark(show(found));
        }
        const update = { uuid: UUID, attributes: { givenName: PERSON.firstName } };
        const updated = await client.updateUser(update).catch((cause: unknown) => cause);
        if (updated instanceof Error)
          expectNoMark(show(await errorOf(Promise.reject(updated))).replaceAll(UUID, ''));
      }),
      { numRuns: 80 },
    );
  });
});
