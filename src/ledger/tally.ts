import type { Pool } from 'pg';
import { sendTransaction } from './statement.js';

/**
 * Adds to the kept counts what has changed since this was last done. Counts are right without it, as whoever reads them
 * reads the changes too; they take the longer the more changes there are.
 */
export async function foldTally(pool: Pool): Promise<void> {
  await sendTransaction(pool, [
    ['lock-tally', []],
    ['fold-tally', []],
  ]);
}
