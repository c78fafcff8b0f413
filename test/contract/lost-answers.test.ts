import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../src/sandbox/index.js';
import { ADA, bothSides, errorOf, invite, outcome } from './both-sides.js';

const once = (kind: Fault['kind']): Fault => ({ kind, endpoint: 'pre-register', count: 1 });

/** How often the person was written to. */
const messages = (sides: Awaited<ReturnType<typeof bothSides>>) => sides.sandbox.mailbox().length;

describe('a call that goes wrong', () => {
  test.each([
    ['500', 'retry', 'server_error', 0],
    ['503', 'retry', 'server_error', 0],
    ['reset-before', 'unknown', 'answer_lost', 0],
    ['reset-after', 'unknown', 'answer_lost', 1],
    ['malformed-body', 'unknown', 'answer_lost', 1],
    ['missing-uuid', 'unknown', 'uuid_missing', 1],
  ] as const)(
    'by %s is made again, as %s, and has sent its messages [inferred]',
    async (fault, kind, code, sent) => {
      const sides = await bothSides({ faults: [once(fault)] });
      const { sandbox, client } = sides;
      expect(await outcome(invite(client()))).toMatchObject({
        kind,
        code,
        afterMs: expect.any(Number),
      });
      expect(messages(sides)).toBe(sent);
      const mayHaveArrived = kind === 'unknown';
      expect(await outcome(invite(client()), { mayHaveArrived })).toEqual({
        kind: 'invited',
        uuid: sandbox.user(ADA)?.uuid,
      });
      expect(messages(sides)).toBe(1);
    },
  );

  test('may have taken effect once it was sent, and a 429 has not [inferred]', async () => {
    const faults = [once('reset-after'), once('500'), once('429')];
    const { client } = await bothSides({ faults });
    const ended = [
      await errorOf(invite(client())),
      await errorOf(invite(client())),
      await errorOf(invite(client())),
    ];
    expect(ended.map(({ kind, mayHaveTakenEffect }) => [kind, mayHaveTakenEffect])).toEqual([
      ['lost', true],
      ['unavailable', true],
      ['rate-limited', false],
    ]);
  });
});

describe('an answer that was lost, where existing users are refused', () => {
  test('leaves the invite unknown, and users/find has the uuid [response-codes-preregister, docs/api-direct-database-calls]', async () => {
    const sides = await bothSides({ existingUser: 'in-use', faults: [once('reset-after')] });
    const { sandbox, client, direct } = sides;
    await outcome(invite(client()));
    expect(await outcome(invite(client()), { mayHaveArrived: true })).toMatchObject({
      kind: 'unknown',
      code: 'in_use_after_lost_answer',
      afterMs: null,
    });
    expect(messages(sides)).toBe(1);
    const filter = `email='${ADA}'`;
    expect(await direct().findUsers({ filter, attributes: ['uuid'] })).toEqual([
      { uuid: sandbox.user(ADA)?.uuid },
    ]);
  });
});

test('a resend whose answer was lost may send twice if it is made again [inferred]', async () => {
  const sides = await bothSides();
  await invite(sides.client());
  sides.sandbox.addFaults(once('reset-after'));
  expect(await errorOf(invite(sides.client(), { resend: true }))).toMatchObject({ kind: 'lost' });
  await invite(sides.client(), { resend: true });
  expect(messages(sides)).toBe(3);
});
