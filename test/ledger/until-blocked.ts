import type { Pool } from 'pg';
import { until } from '../support/until.js';

/** Waits until a statement waits for what another transaction has locked. */
export function untilBlocked(pool: Pool): Promise<unknown> {
  const blocked = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return until('a statement waits', async () => (await pool.query(blocked)).rows.length > 0);
}
