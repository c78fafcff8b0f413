import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { handleOpenEvents, recordEvent } from '../../src/ledger/events.js';
import { readStories } from '../../src/ledger/story.js';
import { suppress } from '../../src/ledger/suppression.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { rowOf, seed, takeIn } from './seed.js';
import { seedInvited } from './seed-invited.js';

let bed: LedgerBed;

beforeAll(async () => {
  bed = await openLedgerBed();
});

afterAll(() => bed?.close());

const REGISTERED = 'account/v1/register';

describe('the story of a person', () => {
  test('has rows, events and changes in the order of their times', async () => {
    const { pool } = bed;
    const { clientId, client, invited } = await seedInvited(pool, 1);
    const [person] = invited;
    if (person === undefined) throw new Error('Expected one person');
    const { identifier, uuid } = person;
    await takeIn(pool, clientId, [rowOf(9, identifier), rowOf(12, identifier)]);
    const issuedAt = new Date();
    await recordEvent(pool, { clientId, jti: 'one', type: REGISTERED, sub: uuid, issuedAt });
    await handleOpenEvents(pool, clientId, [REGISTERED]);

    const [story, ...others] = await readStories(pool, { uuid });

    expect(others).toEqual([]);
    expect(story).toMatchObject({ client, identifier, state: 'activated', activatedBy: 'webhook' });
    expect(story?.happenings).toMatchObject([
      { kind: 'row', source: 'people.csv', line: 2, status: 'added' },
      { kind: 'row', line: 9, status: 'known' },
      { kind: 'row', line: 12, status: 'duplicate' },
      { kind: 'event', type: REGISTERED, issuedAt, outcome: 'activated' },
      { kind: 'change', from: 'invited', to: 'activated', code: 'webhook' },
    ]);
  });

  test('has the calls with how they ended', async () => {
    const { pool } = bed;
    const { clientId, invited } = await seedInvited(pool, 1);
    const [person] = invited;
    if (person === undefined) throw new Error('Expected one person');
    await pool.query(
      `INSERT INTO attempt (invite_id, client_id, kind, worker, ended_at, http_status, outcome, slot)
       VALUES ($1, $2, 'pre-register', 'w', now(), 201, 'invited', NULL), ($1, $2, 'resend', 'w', NULL, NULL, NULL, 1)`,
      [person.inviteId, clientId],
    );

    const [story] = await readStories(pool, { uuid: person.uuid });

    const calls = story?.happenings.filter(({ kind }) => kind === 'call');
    expect(calls).toMatchObject([
      { call: 'pre-register', httpStatus: 201, outcome: 'invited' },
      { call: 'resend', slot: 1, byHand: false, endedAt: null },
    ]);
  });

  test('is told for each client that has them, and of nobody else', async () => {
    const { pool } = bed;
    const one = await seed(pool, 2);
    const two = await seed(pool, 1);
    const stories = await readStories(pool, {
      authType: 'email',
      identifier: 'person0@example.com',
    });
    const clients = stories.map(({ client }) => client);
    expect(clients).toEqual(expect.arrayContaining([one.client, two.client]));
    expect(new Set(stories.map(({ identifier }) => identifier))).toEqual(
      new Set(['person0@example.com']),
    );
  });

  test('tells since when and why a person is suppressed', async () => {
    const { pool } = bed;
    const { clientId } = await seed(pool, 0);
    const who = { authType: 'email', identifier: 'quiet@example.com' } as const;
    await takeIn(pool, clientId, [rowOf(2, who.identifier)]);
    await suppress(pool, [{ ...who, reason: 'asked to' }]);
    expect(await readStories(pool, who)).toMatchObject([
      { state: 'cancelled', code: 'suppressed', suppressedReason: 'asked to' },
    ]);
  });

  test('is empty for a stranger', async () => {
    const who = { authType: 'sms', identifier: 'person0@example.com' } as const;
    expect(await readStories(bed.pool, who)).toEqual([]);
  });
});
