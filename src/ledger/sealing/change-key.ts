import { setTimeout as pause } from 'node:timers/promises';
import pg, { type Pool, type PoolClient } from 'pg';
import type { Secret } from '../../config/secret.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import { run, transactionOn } from '../statement.js';
import { DataKey } from './data-key.js';
import { rewriteAll } from './rewrite.js';
import { join, keepOthersOut, keyOf, readmit, readState, type Sealing } from './sealing.js';
import { wrapKey } from './wrapped-key.js';

/** Seals a ledger that has nobody in it yet, unless it is sealed, or others are connected who go by its not being so. */
export async function sealIfEmpty(connection: PoolClient, operatorKey: Secret): Promise<void> {
  if ((await readState(connection)).keyId !== null) return;
  if (!(await keepOthersOut(connection))) return;
  try {
    // Once more: somebody else may have been faster.
    const { forgetKey } = await readState(connection);
    const [found] = await run<{ isEmpty: boolean }>(connection, 'data-key/is-empty');
    if (forgetKey === null || found?.isEmpty !== true) return;
    const key = DataKey.make(forgetKey);
    await run(connection, 'data-key/save', [wrapKey(key, operatorKey), key.id, null]);
  } finally {
    await readmit(connection);
  }
}

/**
 * Seals the personal values of a ledger with a new data key, all of them or none, and writes the tables anew on the disk.
 *
 * @param connection the only one to the ledger, with a sealing that has not been told yet by which key it goes
 * @returns how many rows were sealed
 * @throws RollcallError `data_key_there`, `ledger_in_use`; `tables_not_rewritten` where all is sealed, and room for that was missing
 */
export async function addDataKey(
  connection: PoolClient,
  sealing: Sealing,
  operatorKey: Secret,
): Promise<number> {
  await beAlone(connection);
  const { forgetKey } = await readState(connection);
  if (forgetKey === null) {
    throw new RollcallError(
      'data_key_there',
      'The ledger is sealed already. To change the key: rollcall data-key turn.',
    );
  }
  const key = DataKey.make(forgetKey);
  sealing.seals = key;
  return await rewriteWith(connection, sealing, [wrapKey(key, operatorKey), key.id, null]);
}

/**
 * Opens all personal values for good, and removes the data key.
 *
 * @param connection as `addDataKey` has it
 * @returns how many rows were opened
 * @throws RollcallError `data_key_none`, `data_key_missing`, `data_key_wrong`, `ledger_in_use`
 */
export async function removeDataKey(
  connection: PoolClient,
  sealing: Sealing,
  operatorKey: Secret | null,
): Promise<number> {
  await beAlone(connection);
  const key = mustBeThere(keyOf(await readState(connection), operatorKey));
  sealing.opens = key;
  return await rewriteWith(connection, sealing, [null, null, key.forgetKey]);
}

/**
 * Wraps the data key with another key of the operator's. What is sealed stays as it is, and whoever works with the ledger goes on;
 * what begins from then on needs the new key.
 *
 * @throws RollcallError `data_key_none`, `data_key_wrong`
 */
export async function turnDataKey(pool: Pool, former: Secret, now: Secret): Promise<void> {
  const connection = await pool.connect();
  try {
    const key = mustBeThere(keyOf(await join(connection), former));
    await run(connection, 'data-key/rewrap', [wrapKey(key, now), key.id]);
  } finally {
    connection.release();
  }
}

function mustBeThere(key: DataKey | null): DataKey {
  if (key !== null) return key;
  throw new RollcallError('data_key_none', 'The ledger is not sealed: it has no data key.');
}

/** So long a process that has ended may still be taken for connected, in ms: PostgreSQL hears of its end later. */
const ENDED_MS = 2_000;
const ASK_AGAIN_MS = 50;

async function beAlone(connection: PoolClient): Promise<void> {
  const deadline = performance.now() + ENDED_MS;
  while (!(await keepOthersOut(connection))) {
    if (performance.now() > deadline) throw inUse();
    await pause(ASK_AGAIN_MS);
  }
}

function inUse(cause?: unknown): RollcallError {
  return new RollcallError(
    'ledger_in_use',
    'Other processes are connected to the ledger. Nothing was changed; stop all workers, serve and whatever else works with it, and type the command again.',
    { cause },
  );
}

/** What PostgreSQL calls a lock that was not had in time. */
const LOCK_TIMEOUT = '55P03';

async function rewriteWith(
  connection: PoolClient,
  sealing: Sealing,
  saved: readonly unknown[],
): Promise<number> {
  const rows = await transactionOn(connection, async () => {
    // Somebody who is no process of Rollcall, like a backup, is waited for, but not for ever.
    await connection.query("SET LOCAL lock_timeout = '10s'");
    await run(connection, 'data-key/lock').catch((cause: unknown) => {
      throw cause instanceof pg.DatabaseError && cause.code === LOCK_TIMEOUT ? inUse(cause) : cause;
    });
    const count = await rewriteAll(connection, sealing);
    await run(connection, 'data-key/save', [...saved]);
    return count;
  });
  await run(connection, 'data-key/vacuum').catch((cause: unknown) => {
    throw new RollcallError(
      'tables_not_rewritten',
      'The ledger is as you wanted it, but its tables could not be written anew, so that their files still have the former values. There has to be as much room on the disk as they take. To have them written, undo the change and make it again: rollcall data-key remove, rollcall data-key add.',
      { cause },
    );
  });
  return rows;
}
