import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { listBatches } from '../src/ledger/batches.js';
import { claimInvite, finishCall, loseCalls, releaseInvite } from '../src/ledger/calls.js';
import { countOpen, countReasons, countRecentCalls, countStates } from '../src/ledger/counts.js';
import { listGivenUp } from '../src/ledger/doubts.js';
import { countEvents } from '../src/ledger/events.js';
import { listDueChecks } from '../src/ledger/look-ups.js';
import { readOutlook } from '../src/ledger/outlook.js';
import { readInvites } from '../src/ledger/people.js';
import { expireInvites, listUnplanned } from '../src/ledger/plans.js';
import { countQueued, enqueuePending, listQueued } from '../src/ledger/queued.js';
import { listDueResends } from '../src/ledger/resends.js';
import { foldTally } from '../src/ledger/tally.js';
import { listDueUpdates } from '../src/ledger/user-updates.js';
import type { SeededLedger } from './seed-ledger.js';

/** Something that Rollcall does with its ledger over and over, or that somebody waits for. */
export interface LedgerOperation {
  readonly group: 'call' | 'sweep' | 'status' | 'list';
  readonly name: string;
  /** Does it for the nth time, from 0; at most 100 times. */
  run(n: number): Promise<unknown>;
}

/** People whom a sweep takes at once. */
const MOST = 500;
/** People whom a sweep queues, on average. */
const QUEUED_AT_ONCE = 5;
const WITHIN_MS = 60_000;

/** The operations on a ledger that has been seeded. */
export function ledgerOperations(pool: Pool, seeded: SeededLedger): LedgerOperation[] {
  const { clientId, batchId, policy, queuedIds } = seeded;
  const all = { batchId: null, clientId: null };
  const invite = (n: number) => queuedIds[n] ?? 0;
  const due = { clientId, policy, isLookedUp: false, count: MOST };
  return [
    { group: 'call', name: 'claim, and release', run: (n) => claimAndRelease(pool, invite(n)) },
    { group: 'call', name: 'claim, and its end', run: (n) => claimAndFinish(pool, invite(n)) },
    { group: 'sweep', name: 'lost calls', run: () => loseCalls(pool, 3_600_000, 7_200_000) },
    { group: 'sweep', name: 'count of jobs', run: () => countQueued(pool, clientId) },
    { group: 'sweep', name: 'jobs that ought to be', run: () => listQueued(pool, clientId) },
    {
      group: 'sweep',
      name: 'next people queued',
      run: () => enqueuePending(pool, clientId, QUEUED_AT_ONCE),
    },
    { group: 'sweep', name: 'unplanned', run: () => listUnplanned(pool, clientId, policy, MOST) },
    { group: 'sweep', name: 'due resends', run: () => listDueResends(pool, due) },
    {
      group: 'sweep',
      name: 'people given up',
      run: () => expireInvites(pool, clientId, policy, false, MOST),
    },
    { group: 'sweep', name: 'due updates', run: () => listDueUpdates(pool, clientId, MOST) },
    { group: 'sweep', name: 'due look-ups', run: () => listDueChecks(pool, clientId, MOST) },
    { group: 'sweep', name: 'people in doubt', run: () => listGivenUp(pool, clientId, 0, MOST) },
    { group: 'sweep', name: 'counts brought up to date', run: () => foldTally(pool) },
    { group: 'status', name: 'states of all', run: () => countStates(pool, all) },
    {
      group: 'status',
      name: 'states of a batch',
      run: () => countStates(pool, { ...all, batchId }),
    },
    { group: 'status', name: 'reasons', run: () => countReasons(pool, all) },
    {
      group: 'status',
      name: 'reasons of a batch',
      run: () => countReasons(pool, { ...all, batchId }),
    },
    { group: 'status', name: 'open people', run: () => countOpen(pool, null, [clientId]) },
    {
      group: 'status',
      name: 'open people of a batch',
      run: () => countOpen(pool, batchId, [clientId]),
    },
    { group: 'status', name: 'latest batches', run: () => listBatches(pool, 10) },
    {
      group: 'status',
      name: 'calls of the last minute',
      run: () => countRecentCalls(pool, clientId, WITHIN_MS),
    },
    { group: 'status', name: 'outlook', run: () => readOutlook(pool, clientId) },
    { group: 'status', name: 'events', run: () => countEvents(pool, clientId) },
    { group: 'list', name: 'first page', run: () => firstPage(readInvites(pool, null, null)) },
    {
      group: 'list',
      name: 'first page of the queued',
      run: () => firstPage(readInvites(pool, ['queued'], clientId)),
    },
    {
      group: 'list',
      name: 'first page of the failed, of all clients',
      run: () => firstPage(readInvites(pool, ['failed'], null)),
    },
  ];
}

async function claimAndRelease(pool: Pool, inviteId: number): Promise<void> {
  const claim = await claimInvite(pool, inviteId, 'pre-register', 'seed');
  if (claim === null) throw new Error('Expected to get the invite');
  await releaseInvite(pool, claim.attemptId);
}

async function claimAndFinish(pool: Pool, inviteId: number): Promise<void> {
  const claim = await claimInvite(pool, inviteId, 'pre-register', 'seed');
  if (claim === null) throw new Error('Expected to get the invite');
  await finishCall(pool, {
    attemptId: claim.attemptId,
    httpStatus: 201,
    outcome: 'invited',
    state: 'invited',
    uuid: randomUUID(),
    code: null,
    message: null,
    dueInMs: null,
    isTry: true,
  });
}

/** `list` reads page by page; the first row comes with its whole page. */
async function firstPage(rows: AsyncGenerator<unknown>): Promise<void> {
  await rows.next();
  await rows.return(undefined);
}
