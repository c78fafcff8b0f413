import pg, { type Pool, type PoolClient } from 'pg';
import { transaction } from '../statement.js';
import { seeRun } from './runs.js';

/** Times that a part is tried, before what keeps it from being done is let through. */
const TRIES = 5;

/** A deadlock, or a transaction that another one has overtaken: the server undid it, and it may be tried again. */
const OVERTAKEN: readonly (string | undefined)[] = ['40P01', '40001'];

/**
 * One part of carrying a plan out, in a transaction that begins with seeing that the run is still this process's. The run's row is
 * held to its end, so that the run cannot be ended, and another one begun, in between.
 *
 * @throws RollcallError `sync.run_lost`
 */
export async function part<Result>(
  pool: Pool,
  runId: number,
  work: (connection: PoolClient) => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transaction(pool, async (connection) => {
        await seeRun(connection, runId);
        return await work(connection);
      });
    } catch (cause) {
      const mayBeTriedAgain = cause instanceof pg.DatabaseError && OVERTAKEN.includes(cause.code);
      if (!mayBeTriedAgain || tries === TRIES) throw cause;
    }
  }
}
