import type { Pool, PoolClient } from 'pg';
import type { LeaversChoice } from '../../sync/leavers-choice.js';
import { callsToAddRows, type NewRow } from '../batches.js';
import { run } from '../statement.js';
import { part } from './part.js';
import type { SyncScope } from './plan.js';

/**
 * Cancels the invites of people who have moved before they activated, and, by choice, of those who have left; and suppresses
 * the latter, by choice. An address that the export gives to somebody else, or that somebody has by another sync, keeps its
 * invite. So does whose call is under way: that is made up for by the next run.
 *
 * @param reason with which people who have left are suppressed
 */
export async function cancelChanged(
  pool: Pool,
  { runId, syncId }: SyncScope,
  leavers: LeaversChoice,
  reason: string,
): Promise<void> {
  await part(pool, runId, async (connection) => {
    if (leavers === 'suppress') await run(connection, 'sync/lock-suppressions');
    await run(connection, 'sync/cancel-changed', [runId, syncId, leavers !== 'report']);
    if (leavers === 'suppress')
      await run(connection, 'sync/suppress-leavers', [runId, syncId, reason]);
  });
}

/**
 * The batch of a run, made where it is needed and there is none yet: for everybody who is not as before, and for refused
 * rows where any of them is new. Null where there is no such row.
 */
export async function batchOfRun(
  pool: Pool,
  { runId, clientId }: SyncScope,
): Promise<number | null> {
  return await part(pool, runId, async (connection) => {
    await run(connection, 'sync/add-run-batch', [runId, clientId]);
    const [made] = await run<{ batchId: number | null }>(connection, 'sync/find-run-batch', [
      runId,
    ]);
    return made?.batchId ?? null;
  });
}

/** Rows that go into the batch together. */
const SET = 500;

/** The lines of any export. */
const ALL_LINES = [0, 2 ** 31 - 1] as const;

/**
 * Takes the next rows of the plan into its batch, as an import does. Those that are there already are passed over, so that
 * it can be repeated whenever a process ended. Whose account has another address by now is not taken in: it would be a second
 * account.
 *
 * In the same step people are called, or go on by the policy, whose invite a sync had cancelled and who are there again; the
 * invites of people who have moved are linked to the ones before; Next Identity is to be told of changed people who have been
 * invited; and the sync has all of them as the rows do. Whatever stands in between, the next run finds it as it is.
 *
 * @param updatesUsers whether the client can tell Next Identity, that is, has a direct access client
 * @returns how many were taken in; 0 when all are
 */
export async function takeRows(
  pool: Pool,
  scope: SyncScope,
  batchId: number,
  updatesUsers: boolean,
): Promise<number> {
  const { runId } = scope;
  return await part(pool, runId, async (connection) => {
    const values = [runId, batchId, SET];
    const rows = await run<NewRow & Record<string, unknown>>(
      connection,
      'sync/list-rows-to-take',
      values,
    );
    if (rows.length > 0) await takeSet(connection, scope, batchId, rows, updatesUsers);
    return rows.length;
  });
}

/** Suppressions come before invites, and new invites before those that are locked, as wherever several people are taken. */
async function takeSet(
  connection: PoolClient,
  { runId, syncId, clientId, authType }: SyncScope,
  batchId: number,
  rows: readonly NewRow[],
  updatesUsers: boolean,
): Promise<void> {
  const lines = rows.map(({ line }) => line);
  const place = [runId, clientId, authType, lines];
  const adding = callsToAddRows({ clientId, authType, batchId }, rows);
  await run(connection, 'sync/let-returned', [runId, authType, lines[0], lines.at(-1)]);
  await run(connection, ...adding.makeInvites);
  await run(connection, 'sync/lock-taken', place);
  for (const call of adding.takeRows) await run(connection, ...call);
  await run(connection, 'sync/revive-invites', place);
  await run(connection, 'sync/link-moved', place);
  if (updatesUsers) await run(connection, 'sync/ask-updates', place);
  await run(connection, 'sync/take-people', place);
  await run(connection, 'sync/add-people', [runId, syncId, clientId, authType, lines]);
}

/** Brings everybody else of the sync up to date and ends the run as done, in one step. */
export async function finishRun(
  pool: Pool,
  { runId, syncId, clientId, authType }: SyncScope,
): Promise<void> {
  await part(pool, runId, async (connection) => {
    await run(connection, 'sync/save-results', [runId]);
    await run(connection, 'sync/let-returned', [runId, authType, ...ALL_LINES]);
    await run(connection, 'sync/update-people', [runId, syncId, clientId, authType]);
    await run(connection, 'sync/add-known', [runId, syncId]);
    await run(connection, 'sync/see-people', [runId, syncId]);
    await run(connection, 'sync/number-invites', [syncId]);
    await run(connection, 'sync/forget-mended', [runId, syncId]);
    await run(connection, 'sync/keep-refused', [runId, syncId]);
    await run(connection, 'sync/finish-run', [runId]);
    await run(connection, 'sync/forget-old-rows', [syncId]);
    await run(connection, 'sync/analyze-people');
  });
}
