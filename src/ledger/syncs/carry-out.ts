import type { Pool } from 'pg';
import type { LeaversChoice } from '../../sync/leavers-choice.js';
import { addRows, type NewRow } from '../batches.js';
import { type Connection, run, transaction } from '../statement.js';
import type { SyncScope } from './plan.js';
import { seeRun } from './runs.js';

/**
 * Cancels the invites of people who have moved before they activated, and, by choice, of those who have left; and suppresses
 * the latter, by choice. An address that the export gives to somebody else keeps its invite. So does whose call is under
 * way: that is made up for by the next run.
 *
 * @param reason with which people who have left are suppressed; those who return are let off by it
 */
export async function cancelChanged(
  pool: Pool,
  runId: number,
  leavers: LeaversChoice,
  reason: string,
): Promise<void> {
  await transaction(pool, async (connection) => {
    await seeRun(connection, runId);
    await run(connection, 'sync/cancel-changed', [runId, leavers !== 'report']);
    if (leavers === 'suppress') await run(connection, 'sync/suppress-leavers', [runId, reason]);
    await run(connection, 'sync/let-returned', [runId, reason]);
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
  return await transaction(pool, async (connection) => {
    await seeRun(connection, runId);
    await run(connection, 'sync/add-run-batch', [runId, clientId]);
    const [made] = await run<{ batchId: number | null }>(connection, 'sync/find-run-batch', [
      runId,
    ]);
    return made?.batchId ?? null;
  });
}

/** Rows that go into the batch together. */
const SET = 500;

/**
 * Takes the next rows of the plan into its batch, as an import does. Those that are there already are passed over, so that
 * it can be repeated whenever a process ended. Whose account has another address by now is not taken in: it would be a second
 * account.
 *
 * @returns how many were taken in; 0 when all are
 */
export async function takeRows(
  connection: Connection,
  { runId, clientId, authType }: SyncScope,
  batchId: number,
): Promise<number> {
  await seeRun(connection, runId);
  const rows = await run<NewRow & Record<string, unknown>>(connection, 'sync/list-rows-to-take', [
    runId,
    batchId,
    SET,
  ]);
  if (rows.length > 0) await addRows(connection, { clientId, authType, batchId }, rows);
  return rows.length;
}

/**
 * Has people called, or go on by the policy, whose invite a sync had cancelled and who are there again; links the invites of
 * people who have moved to the ones before; and asks for Next Identity to be told of changed people who have been invited.
 *
 * @param updatesUsers whether the client can tell Next Identity, that is, has a direct access client
 */
export async function followUp(
  pool: Pool,
  { runId, clientId, authType }: SyncScope,
  updatesUsers: boolean,
): Promise<void> {
  await transaction(pool, async (connection) => {
    await seeRun(connection, runId);
    await run(connection, 'sync/revive-invites', [runId, clientId, authType]);
    await run(connection, 'sync/link-moved', [runId, clientId, authType]);
    if (updatesUsers) await run(connection, 'sync/ask-updates', [runId, clientId, authType]);
  });
}

/** Brings the people of the sync up to date and ends the run as done, in one step. */
export async function finishRun(
  pool: Pool,
  { runId, syncId, clientId, authType }: SyncScope,
): Promise<void> {
  await transaction(pool, async (connection) => {
    await seeRun(connection, runId);
    await run(connection, 'sync/save-results', [runId]);
    await run(connection, 'sync/update-people', [runId, syncId, clientId, authType]);
    await run(connection, 'sync/add-people', [runId, syncId, clientId, authType]);
    await run(connection, 'sync/see-people', [runId, syncId]);
    await run(connection, 'sync/number-invites', [syncId]);
    await run(connection, 'sync/forget-mended', [runId, syncId]);
    await run(connection, 'sync/keep-refused', [runId, syncId]);
    await run(connection, 'sync/finish-run', [runId]);
    await run(connection, 'sync/forget-old-rows', [syncId]);
    await run(connection, 'sync/analyze-people');
  });
}
