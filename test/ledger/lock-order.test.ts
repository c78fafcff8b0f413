import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { markActivated } from '../../src/ledger/activation.js';
import { claimInvite, finishCall } from '../../src/ledger/calls.js';
import { forgetPeople } from '../../src/ledger/forget.js';
import { requestResends } from '../../src/ledger/hand-resends.js';
import { saveChecks } from '../../src/ledger/look-ups.js';
import { cancelInvites } from '../../src/ledger/operator.js';
import { forgetPlans } from '../../src/ledger/plans.js';
import { run } from '../../src/ledger/statement.js';
import { suppress } from '../../src/ledger/suppression.js';
import { endOf } from './call-end.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { rowOf, takeIn } from './seed.js';
import { type Invited, seedInvited } from './seed-invited.js';
import { untilBlocked } from './until-blocked.js';

let bed: LedgerBed;
beforeAll(async () => {
  bed = await openLedgerBed();
});
afterAll(() => bed.close());

interface TwoPeople {
  readonly clientId: number;
  readonly people: readonly Invited[];
}

/** What changes several people at once, each as it does two people who have been invited. */
const CHANGES: [string, (pool: Pool, two: TwoPeople) => Promise<unknown>][] = [
  [
    'an import',
    (pool, { clientId, people }) =>
      takeIn(
        pool,
        clientId,
        people.map(({ identifier }, n) => rowOf(n + 2, identifier, { timeZone: 'Europe/Paris' })),
      ),
  ],
  ['cancel', (pool, { clientId }) => cancelInvites(pool, { clientId, batchId: null }, ['invited'])],
  ['activations', (pool, { clientId, people }) => markActivated(pool, clientId, 'list', people)],
  [
    'suppress',
    (pool, { people }) =>
      suppress(
        pool,
        people.map(({ identifier }) => ({ authType: 'email', identifier, reason: 'asked' })),
      ),
  ],
  [
    'resend',
    (pool, { clientId }) => {
      const all = { batchId: null, states: null, olderThanMs: null, identifiers: null };
      const request = { coolDownMs: 0, overrides: [], named: 0 };
      return requestResends(pool, { clientId, ...all }, request);
    },
  ],
  ['a policy that ends', (pool, { clientId }) => forgetPlans(pool, clientId)],
  [
    'look-ups',
    (pool, { people }) =>
      saveChecks(
        pool,
        people.map(({ inviteId, uuid }) => ({ inviteId, isFound: true, uuid })),
      ),
  ],
  ['claims made together', claimAll],
  [
    'calls that end together',
    async (pool, { people }) => {
      const { rows } = await pool.query<{ id: number }>(
        'SELECT attempt_id AS id FROM invite WHERE id = ANY ($1) ORDER BY id DESC',
        [people.map(({ inviteId }) => inviteId)],
      );
      await Promise.all(rows.map(({ id }) => finishCall(pool, endOf(id, { uuid: null }))));
    },
  ],
];

/** What has to have happened to two people who have been invited before a change is one to them. */
const BEFORE: Readonly<Record<string, (pool: Pool, two: TwoPeople) => Promise<unknown>>> = {
  'claims made together': queueAgain,
  'calls that end together': async (pool, two) => {
    await queueAgain(pool, two);
    await claimAll(pool, two);
  },
};

/** By the way that the ledger allows. */
async function queueAgain(pool: Pool, { clientId }: TwoPeople): Promise<void> {
  for (const state of ['cancelled', 'pending', 'queued']) {
    const move = 'UPDATE invite SET state = $2, due_at = ledger_now() WHERE client_id = $1';
    await pool.query(move, [clientId, state]);
  }
}

function claimAll(pool: Pool, { people }: TwoPeople): Promise<unknown> {
  const latestFirst = people.toReversed();
  return Promise.all(
    latestFirst.map(({ inviteId }) => claimInvite(pool, inviteId, 'pre-register', 'worker')),
  );
}

/** Two people with identifiers of their own, in the ledger's pages the later first, as an update leaves them. */
async function twoPeople(change = ''): Promise<TwoPeople> {
  const { clientId } = await seedInvited(bed.pool, 2);
  await bed.pool.query(
    `UPDATE invite SET identifier = 'p' || (1000000000 - id) || '@example.com', next_step = 'expire', next_at = ledger_now()
      WHERE client_id = $1`,
    [clientId],
  );
  const { rows } = await bed.pool.query<Invited>(
    'SELECT id AS "inviteId", identifier, uuid FROM invite WHERE client_id = $1 ORDER BY id',
    [clientId],
  );
  const two = { clientId, people: rows };
  await BEFORE[change]?.(bed.pool, two);
  await bed.pool.query('UPDATE invite SET message = NULL WHERE id = $1', [rows[0]?.inviteId]);
  return two;
}

describe.each(CHANGES)('%s', (name, change) => {
  test('takes people in the order of their ids, so that no two changes wait for each other', async () => {
    const two = await twoPeople(name);
    const [first, second] = two.people;
    const other = await bed.pool.connect();
    try {
      await other.query('BEGIN');
      const take = 'SELECT FROM invite WHERE id = $1 FOR NO KEY UPDATE';
      await other.query(take, [first?.inviteId]);
      const changed = change(bed.pool, two);
      await untilBlocked(bed.pool);
      // Whoever has the second already, and waits for the first, is waited for here for ever.
      await other.query(take, [second?.inviteId]);
      await other.query('COMMIT');
      await expect(changed).resolves.not.toThrow();
    } finally {
      other.release(true);
    }
  });

  test('does not wait for rows of a roster that is being imported', async () => {
    const two = await twoPeople(name);
    const importing = await bed.pool.connect();
    importing.on('error', () => undefined);
    try {
      await importing.query('BEGIN');
      // A change that waits for it fails the test, and does not hold it up for ever.
      await importing.query("SET LOCAL idle_in_transaction_session_timeout = '2s'");
      // The lock that a row's reference to its person takes.
      await importing.query('SELECT FROM invite WHERE client_id = $1 FOR KEY SHARE', [
        two.clientId,
      ]);
      await expect(change(bed.pool, two)).resolves.not.toThrow();
      await importing.query('COMMIT');
    } finally {
      importing.release(true);
    }
  });
});

test('forget takes suppressions before people, as unsuppress does', async () => {
  const { people } = await twoPeople();
  const [{ identifier, inviteId } = { identifier: '', inviteId: 0 }] = people;
  const who = { authType: 'email', identifier } as const;
  await suppress(bed.pool, [{ ...who, reason: 'asked' }]);
  const other = await bed.pool.connect();
  try {
    await other.query('BEGIN');
    await other.query('DELETE FROM suppression WHERE identifier = $1', [identifier]);
    const forgotten = forgetPeople(bed.pool, [who], false);
    await untilBlocked(bed.pool);
    await other.query('SELECT FROM invite WHERE id = $1 FOR NO KEY UPDATE', [inviteId]);
    await other.query('COMMIT');
    expect(await forgotten).toMatchObject({ obstacle: null, erased: { invites: 1 } });
  } finally {
    other.release(true);
  }
});

test('forget waits for sets of rows that are being taken in, and holds nobody meanwhile', async () => {
  const { people } = await twoPeople();
  const [first, second] = people;
  const importing = await bed.pool.connect();
  try {
    await importing.query('BEGIN');
    await run(importing, 'lock-forgetting-out');
    const take = 'SELECT FROM invite WHERE id = $1 FOR KEY SHARE';
    await importing.query(take, [second?.inviteId]);
    const who = people.map(({ identifier }) => ({ authType: 'email' as const, identifier }));
    const forgotten = forgetPeople(bed.pool, who, false);
    await untilBlocked(bed.pool);
    // In the order of the roster, not of the ids.
    await importing.query(take, [first?.inviteId]);
    await importing.query('COMMIT');
    expect(await forgotten).toMatchObject({ obstacle: null, erased: { invites: 2 } });
  } finally {
    importing.release(true);
  }
});
