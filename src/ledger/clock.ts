import type { Pool } from 'pg';
import { run } from './statement.js';

/** What time it is by the clock that due times go by. */
export async function readClock(pool: Pool): Promise<Date> {
  const [row] = await run<{ now: Date }>(pool, 'read-clock');
  if (row === undefined) throw new Error('Expected read-clock to return the time');
  return row.now;
}
