import { describe, expect, test } from '@jest/globals';
import type { Answer, FieldComplaint } from '../../src/invite/answer.js';
import { type CallContext, DEFAULT_RETRY_POLICY, outcomeOf } from '../../src/invite/outcome.js';

const UUID = '6f1c2f0e-6a45-4d6e-9f3f-0c1d7a1b2c3d';
const context: CallContext = {
  tries: 1,
  mayHaveArrived: false,
  policy: { baseMs: 1_000, capMs: 300_000, maxTries: 3 },
  random: () => 0.5,
};
const inDoubt = { ...context, mayHaveArrived: true };
const lastTry = { ...context, tries: 3 };

function refused(status: number, error: string | null, fields: FieldComplaint[] = []): Answer {
  return { kind: 'refused', status, error, fields };
}
const complaint = (field: string, text: string): FieldComplaint => ({ field, complaint: text });
const required = (field: string) => complaint(field, 'field required');
const IN_USE = refused(422, 'invalid_form_fields', [
  complaint('emailAddress', 'Email address is already in use.'),
]);
const BROKEN: Answer = { kind: 'unavailable', status: 500, reason: 'HTTP 500' };
const LOST: Answer = { kind: 'lost', reason: 'no answer within 30000 ms' };
const kindOf = (answer: Answer, given: CallContext = context) => outcomeOf(answer, given).kind;

describe('an answer that accepts', () => {
  test('with 201 invites, whatever came before', () => {
    const created: Answer = { kind: 'accepted', status: 201, uuid: UUID };
    expect(outcomeOf(created, context)).toEqual({ kind: 'invited', uuid: UUID });
    expect(outcomeOf(created, inDoubt)).toEqual({ kind: 'invited', uuid: UUID });
  });

  test('with 200 says that the person was there already', () => {
    const there: Answer = { kind: 'accepted', status: 200, uuid: UUID };
    expect(outcomeOf(there, context)).toEqual({ kind: 'existing', uuid: UUID });
  });

  test('with 200 after a lost call says that the lost call had arrived', () => {
    const there: Answer = { kind: 'accepted', status: 200, uuid: UUID };
    expect(outcomeOf(there, inDoubt)).toEqual({ kind: 'invited', uuid: UUID });
  });

  test.each([200, 201])(
    'with %i and no uuid is asked again, since the record is not complete',
    (status) => {
      const answer: Answer = { kind: 'accepted', status, uuid: null };
      expect(outcomeOf(answer, context)).toMatchObject({
        kind: 'unknown',
        code: 'uuid_missing',
        afterMs: 500,
      });
      expect(outcomeOf(answer, lastTry)).toMatchObject({ kind: 'unknown', afterMs: null });
    },
  );
});

describe('an address that is in use', () => {
  test.each([
    ['Email address is already in use.', 422],
    ['Mobile number already exists', 422],
    ['This address is Already Registered', 409],
  ])('is an existing person: "%s" with %i', (text, status) => {
    const answer = refused(status, 'invalid_form_fields', [complaint('emailAddress', text)]);
    expect(outcomeOf(answer, context)).toEqual({ kind: 'existing', uuid: null });
  });

  test('is after a lost call kept for a look-up: the invitation arrived, its uuid is not known', () => {
    expect(outcomeOf(IN_USE, inDoubt)).toMatchObject({
      kind: 'unknown',
      code: 'in_use_after_lost_answer',
      afterMs: null,
    });
  });

  test('is told from a bad address, which has the same code', () => {
    const malformed = refused(422, 'invalid_form_fields', [
      complaint('emailAddress', 'Email address is not formatted correctly.'),
    ]);
    expect(outcomeOf(malformed, context)).toMatchObject({
      kind: 'failed',
      code: 'invalid_form_fields',
    });
  });
});

describe('a refusal of one person', () => {
  test.each([
    [
      'an empty body',
      refused(400, 'http_exception', [complaint('message', 'Invalid json format')]),
    ],
    ['malformed JSON', refused(400, 'invalid_parameters')],
    ['no address', refused(422, 'invalid_parameters', [complaint('emailAddress', 'required')])],
    ['no profile', refused(422, 'invalid_parameters', [required('profile_fields')])],
    [
      'an address and a redirect URI at once',
      refused(422, 'invalid_parameters', [required('emailAddress'), required('redirect_uri')]),
    ],
    ['a code that nobody knows', refused(422, null)],
    ['a gone resource', refused(410, null)],
  ])('fails that person only: %s', (_name, answer) => {
    expect(kindOf(answer)).toBe('failed');
  });

  test('keeps the code of the API, and the status where there is none', () => {
    expect(outcomeOf(refused(400, 'invalid_parameters'), context)).toMatchObject({
      code: 'invalid_parameters',
    });
    expect(outcomeOf(refused(422, null), context)).toMatchObject({ code: 'http_422' });
  });

  test('names the fields and what was said of them', () => {
    const answer = refused(422, 'invalid_parameters', [complaint('firstName', 'required')]);
    expect(outcomeOf(answer, context)).toMatchObject({
      message:
        'Next Identity refused the person (HTTP 422 invalid_parameters; firstName: required).',
    });
  });
});

describe('a refusal that every row would meet', () => {
  const badHeader = complaint('message', 'Invalid authorization header');
  test.each([
    ['credentials_refused', refused(400, 'http_exception', [badHeader])],
    ['credentials_refused', refused(401, 'http_exception', [complaint('message', 'Unauthorized')])],
    ['credentials_refused', refused(403, 'http_exception', [complaint('message', 'Forbidden')])],
    ['private_address', { kind: 'misdirected', reason: 'it leads inside' } as const],
    ['wrong_address', refused(301, null)],
    ['wrong_address', refused(404, null)],
    ['wrong_address', refused(405, null)],
    ['settings_refused', refused(422, 'missing_argument')],
    ['settings_refused', refused(422, 'invalid_parameters', [required('client_id')])],
    ['settings_refused', refused(422, 'invalid_parameters', [required('auth_type')])],
    ['settings_refused', refused(422, 'invalid_parameters', [required('grant_type')])],
    ['settings_refused', refused(422, 'invalid_parameters', [required('redirect_uri')])],
  ])('stops the client with %s', (code, answer) => {
    for (const given of [context, inDoubt, lastTry]) {
      expect(outcomeOf(answer, given)).toMatchObject({
        kind: 'stop',
        code,
        message: expect.stringContaining('rollcall resume'),
      });
    }
  });
});

describe('429', () => {
  test.each([[7_000], [null]])('holds the queue, with Retry-After of %p', (retryAfterMs) => {
    const answer: Answer = { kind: 'rate-limited', retryAfterMs };
    for (const given of [context, inDoubt, lastTry]) {
      expect(outcomeOf(answer, given)).toEqual({ kind: 'hold', retryAfterMs });
    }
  });
});

describe('a call without effect', () => {
  test.each([500, 503, 408])('answered %i is made again after a pause', (status) => {
    const answer: Answer = { kind: 'unavailable', status, reason: '' };
    expect(outcomeOf(answer, { ...context, tries: 2 })).toMatchObject({
      kind: 'retry',
      code: 'server_error',
      afterMs: 1_000,
    });
  });

  test('that reached nobody is made again, and says why', () => {
    const answer: Answer = { kind: 'unavailable', status: null, reason: 'ECONNREFUSED' };
    expect(outcomeOf(answer, context)).toMatchObject({
      kind: 'retry',
      code: 'unreachable',
      message: 'Next Identity could not be reached (ECONNREFUSED).',
    });
  });

  test('fails when its tries are used up, and says how to go on', () => {
    expect(outcomeOf(BROKEN, lastTry)).toMatchObject({
      kind: 'failed',
      code: 'server_error',
      message: expect.stringMatching(/after 3 calls.*rollcall retry/),
    });
  });

  test('stays in doubt when its tries are used up and an earlier one was lost', () => {
    expect(outcomeOf(BROKEN, { ...lastTry, mayHaveArrived: true })).toMatchObject({
      kind: 'unknown',
      code: 'server_error',
      afterMs: null,
    });
  });
});

describe('a lost answer', () => {
  test.each([502, 504])('is what a gateway’s %i stands for', (status) => {
    const answer: Answer = { kind: 'unavailable', status, reason: '' };
    expect(outcomeOf(answer, context)).toMatchObject({ kind: 'unknown', code: 'answer_lost' });
  });

  test('is asked for again, since that sends no second message', () => {
    expect(outcomeOf(LOST, context)).toMatchObject({
      kind: 'unknown',
      code: 'answer_lost',
      afterMs: 500,
    });
  });

  test('is kept in doubt when the tries are used up', () => {
    expect(outcomeOf(LOST, lastTry)).toMatchObject({ kind: 'unknown', afterMs: null });
  });
});

describe('the default retry policy', () => {
  test('is patient for nine minutes on average', () => {
    const { maxTries } = DEFAULT_RETRY_POLICY;
    let waitedMs = 0;
    for (let tries = 1; tries < maxTries; tries += 1) {
      const given = { ...context, tries, policy: DEFAULT_RETRY_POLICY };
      const outcome = outcomeOf(BROKEN, given);
      if (outcome.kind === 'retry') waitedMs += outcome.afterMs;
    }
    expect(waitedMs / 60_000).toBeGreaterThan(9);
    expect(waitedMs / 60_000).toBeLessThan(10);
  });
});
