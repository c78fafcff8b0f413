import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { INVITE_STATES } from '../../src/invite/states.js';
import { markActivated } from '../../src/ledger/activation.js';
import { claimInvite, finishCall, loseCalls, releaseInvite } from '../../src/ledger/calls.js';
import { countOpen, countReasons, countStates } from '../../src/ledger/counts.js';
import { resolveUnknown } from '../../src/ledger/doubts.js';
import { forgetPeople } from '../../src/ledger/forget.js';
import { requestResends } from '../../src/ledger/hand-resends.js';
import { holdPending } from '../../src/ledger/held.js';
import { migrate } from '../../src/ledger/migrate.js';
import { cancelInvites, retryInvites } from '../../src/ledger/operator.js';
import { readOutlook } from '../../src/ledger/outlook.js';
import { expireInvites, forgetPlans, listUnplanned, savePlans } from '../../src/ledger/plans.js';
import { purge } from '../../src/ledger/purge.js';
import { enqueuePending } from '../../src/ledger/queued.js';
import { suppress, unsuppress } from '../../src/ledger/suppression.js';
import { foldTally } from '../../src/ledger/tally.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { rowOf, type Seeded, seed, takeIn } from './seed.js';

const POLICY = 'policy';
const MINUTE_MS = 60_000;

let bed: LedgerBed;
let seeded: Seeded;

beforeAll(async () => {
  bed = await openLedgerBed();
  await bed.pool.query("INSERT INTO worker (id) VALUES ('w')");
  seeded = await seed(bed.pool, 20);
});

afterAll(() => bed?.close());

/** A batch of people some of whom are known, some there twice, and some new. */
function importSome(n: number) {
  const lines = Array.from({ length: 12 }, (_, line) => line + 2);
  const rows = lines.map((line) => rowOf(line, `person${(n + line * 3) % 60}@example.com`));
  return takeIn(bed.pool, seeded.clientId, [...rows, rowOf(20, `person${n + 6}@example.com`)]);
}

const ENDS = ['invited', 'existing', 'failed', 'unknown', 'later', 'given-up', 'released'] as const;

/** Calls somebody who has a job, if anybody has one. */
async function callSomebody(n: number): Promise<void> {
  const { rows } = await bed.pool.query<{ id: number }>(
    "SELECT id FROM invite WHERE state IN ('queued', 'unknown') AND due_at <= ledger_now() ORDER BY md5(id || $1) LIMIT 1",
    [String(n)],
  );
  const claim = await claimInvite(bed.pool, rows[0]?.id ?? 0, 'pre-register', 'w');
  const end = ENDS[n % ENDS.length];
  if (claim === null || end === undefined) return;
  const { attemptId } = claim;
  if (end === 'released') return await releaseInvite(bed.pool, attemptId);
  const isLater = end === 'later';
  const isDoubt = end === 'unknown' || end === 'given-up';
  await finishCall(bed.pool, {
    attemptId,
    httpStatus: isDoubt ? null : 200,
    outcome: end,
    state: isLater ? 'queued' : isDoubt ? 'unknown' : end,
    uuid: end === 'invited' ? crypto.randomUUID() : null,
    code: end === 'failed' || isDoubt ? end : null,
    message: null,
    dueInMs: isLater || end === 'unknown' ? (n % 20) * MINUTE_MS : null,
    isTry: true,
  });
}

/** Plans for everybody who was invited: a message, being given up, or nothing, within two days around now. */
async function planAll(n: number): Promise<void> {
  const people = await listUnplanned(bed.pool, seeded.clientId, POLICY, 100);
  const plans = people.map((person, index) => {
    const at = new Date(person.now.getTime() + (((n * 7 + index * 13) % 49) - 10) * 60 * MINUTE_MS);
    const kind = (['resend', 'expire', 'none'] as const)[(n + index) % 3] ?? 'none';
    if (kind === 'none') return { person, step: { kind } };
    return { person, step: kind === 'resend' ? { kind, slot: 1, at } : { kind, at } };
  });
  await savePlans(bed.pool, POLICY, plans);
}

const IDENTITY = (n: number) => ({
  authType: 'email' as const,
  identifier: `person${n % 60}@example.com`,
});

/** What changes people, each a little different by a number. */
const COMMANDS: Record<string, (n: number) => Promise<unknown>> = {
  import: importSome,
  enqueue: (n) => enqueuePending(bed.pool, seeded.clientId, (n % 9) + 1),
  call: callSomebody,
  claim: async (n) => {
    const [id = 0] = await enqueuePending(bed.pool, seeded.clientId, 1);
    return claimInvite(bed.pool, id, 'pre-register', n % 2 === 0 ? 'w' : 'dead');
  },
  lose: () => loseCalls(bed.pool, 3_600_000, -1, 2),
  resolve: async (n) => {
    const { rows } = await bed.pool.query<{ id: number }>(
      "SELECT id FROM invite WHERE state = 'unknown' AND due_at IS NULL LIMIT 3",
    );
    const ids = rows.map(({ id }) => id);
    return resolveUnknown(bed.pool, ids, n % 2 === 0 ? 'invited' : 'not-sent');
  },
  hold: (n) => {
    // To the second, so that the minute that has not passed is among them.
    const until = new Date(Date.now() + ((n % 15) - 3) * MINUTE_MS + (n % 61) * 1_000);
    return holdPending(bed.pool, seeded.clientId, (n % 5) + 1, [{ timeZone: null, until }]);
  },
  plan: planAll,
  unplan: () => forgetPlans(bed.pool, seeded.clientId),
  expire: (n) => expireInvites(bed.pool, seeded.clientId, POLICY, false, (n % 3) + 1),
  activate: (n) =>
    markActivated(bed.pool, seeded.clientId, 'list', [{ identifier: IDENTITY(n).identifier }]),
  askAgain: (n) =>
    requestResends(
      bed.pool,
      {
        clientId: seeded.clientId,
        batchId: null,
        states: n % 2 === 0 ? ['expired'] : null,
        olderThanMs: null,
        identifiers: Array.from({ length: 10 }, (_, k) => IDENTITY(n + k).identifier),
      },
      { coolDownMs: 0, overrides: [], named: 1 },
    ),
  cancel: (n) =>
    cancelInvites(bed.pool, {
      clientId: null,
      batchId: n % 3 === 0 ? seeded.batchId : seeded.batchId + (n % 5),
    }),
  cancelInvited: (n) =>
    cancelInvites(bed.pool, { clientId: null, batchId: seeded.batchId + (n % 5) }, ['invited']),
  retry: () => retryInvites(bed.pool, { clientId: seeded.clientId, batchId: null }),
  suppress: (n) => suppress(bed.pool, [{ ...IDENTITY(n), reason: 'asked' }]),
  unsuppress: (n) => unsuppress(bed.pool, [IDENTITY(n)]),
  forget: (n) => forgetPeople(bed.pool, [IDENTITY(n)], n % 4 === 0),
  purge: () => purge(bed.pool, { before: new Date(Date.now() + 10 * MINUTE_MS), set: 2 }),
  fold: () => foldTally(bed.pool),
  foldTwiceAtOnce: () => Promise.all([foldTally(bed.pool), foldTally(bed.pool)]),
  rolledBack: async () => {
    const connection = await bed.pool.connect();
    await connection.query('BEGIN');
    await connection.query(
      "UPDATE invite SET state = 'queued', due_at = NULL WHERE state = 'pending'",
    );
    await connection.query('ROLLBACK');
    connection.release();
  },
};

/** In the order of the work, so that most runs come far: the steps of a life are more frequent than what ends it. */
const command = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('enqueue', 'call', 'call', 'claim', 'plan', 'hold', 'import'),
  },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(COMMANDS)) },
);

/** Brings somebody into every state, and has something of everything ahead; the random ones go on from there. */
const EVERYTHING: [string, number][] = [
  ...ENDS.flatMap((_, n): [string, number][] => [
    ['enqueue', 1],
    ['call', n],
    ['fold', n],
    ['call', n + 21],
  ]),
  ['plan', 0],
  ['claim', 0],
  ['hold', 14],
  ['askAgain', 1],
  ['unplan', 0],
  ['plan', 1],
  ['expire', 2],
  ...[0, 1, 2, 3, 4].map((n): [string, number] => ['activate', n]),
  ['cancel', 3],
];

/** The same by reading everybody. */
async function countedByReading(batchId: number | null) {
  const { rows } = await bed.pool.query(
    `WITH person AS (
       SELECT * FROM invite
        WHERE $1::bigint IS NULL OR id IN (SELECT invite_id FROM roster_row WHERE batch_id = $1))
     SELECT (SELECT json_object_agg(state, people)
               FROM (SELECT state, count(*) AS people FROM person GROUP BY state) AS s) AS states,
            (SELECT coalesce(sum(1), 0)::integer FROM person
              WHERE state IN ('failed', 'unknown') AND code IS NOT NULL) AS reasons,
            (SELECT count(*) FROM person WHERE state IN ('pending', 'queued', 'sending', 'unknown')
                AND due_at <= ledger_now() + interval '10 minutes') AS open`,
    [batchId],
  );
  return rows[0];
}

async function countedByTally(batchId: number | null) {
  const scope = { batchId, clientId: null };
  const reasons = await countReasons(bed.pool, scope);
  return {
    states: await countStates(bed.pool, scope),
    reasons: reasons.reduce((sum, { people }) => sum + people, 0),
    open: await countOpen(bed.pool, batchId, [seeded.clientId]),
  };
}

async function outlookByReading() {
  const { rows } = await bed.pool.query(
    `SELECT count(*) FILTER (WHERE next_step = 'resend' AND next_at <= ledger_now() + interval '1 day') AS resends,
            count(*) FILTER (WHERE next_step = 'expire' AND next_at <= ledger_now() + interval '1 day') AS expiries,
            count(*) FILTER (WHERE by_hand_at IS NOT NULL) AS "byHand",
            count(*) FILTER (WHERE state = 'pending' AND due_at > ledger_now()) AS held
       FROM invite`,
  );
  return rows[0];
}

/** Held still, so that nobody becomes due between two statements: a little ahead, and not on a minute, so that one has not passed. */
async function stopClock(): Promise<void> {
  await bed.pool.query(
    `CREATE OR REPLACE FUNCTION ledger_now() RETURNS timestamptz LANGUAGE sql STABLE
       AS $$SELECT date_bin('1 minute', '${new Date().toISOString()}', 'epoch') + interval '90 seconds'$$`,
  );
}

test('counts that are kept are those of the people, whatever is done to them', async () => {
  await stopClock();
  const seen = new Set<string>();
  const run = fc.asyncProperty(
    fc.array(fc.tuple(command, fc.nat(10_000)), { minLength: 40, maxLength: 60 }),
    async (commands) => {
      for (const [name, n] of commands) {
        await COMMANDS[name]?.(n);
        const { rows } = await bed.pool.query<{ id: number }>(
          'SELECT id FROM batch ORDER BY md5(id || $1) LIMIT 3',
          [name],
        );
        for (const batchId of [null, ...rows.map(({ id }) => id)]) {
          expect([name, await countedByTally(batchId)]).toEqual([
            name,
            await countedByReading(batchId),
          ]);
        }
        const outlook = await outlookByReading();
        expect(await readOutlook(bed.pool, seeded.clientId)).toMatchObject(outlook);
        const { states } = await countedByReading(null);
        for (const [what, people] of Object.entries({ ...states, ...outlook }))
          if (Number(people) > 0) seen.add(what);
      }
    },
  );
  await fc.assert(run, { numRuns: 5, endOnFailure: true, examples: [[EVERYTHING]] });
  expect([...seen].sort()).toEqual(
    [...INVITE_STATES, 'byHand', 'expiries', 'held', 'resends'].sort(),
  );
});

test('people of a ledger from before counts were kept are counted as it is opened', async () => {
  const { pool } = bed;
  await pool.query(
    `DROP TABLE tally, tally_change CASCADE;
     DROP FUNCTION tally_minute, tally_kind, tally_due, count_new_people, count_changed_person CASCADE;
     DROP INDEX invite_listed, roster_row_known;
     CREATE INDEX invite_batch ON invite (batch_id, state);
     DELETE FROM migration WHERE name = '0011_tally.sql'`,
  );
  await migrate(pool);
  expect(await countedByTally(null)).toEqual(await countedByReading(null));
  expect(await readOutlook(pool, seeded.clientId)).toMatchObject(await outlookByReading());
});

test('a tally has nothing left of what nobody counts as', async () => {
  await foldTally(bed.pool);
  const { rows } = await bed.pool.query('SELECT * FROM tally WHERE people <= 0');
  expect(rows).toEqual([]);
});
