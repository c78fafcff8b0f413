import type { Pool } from 'pg';
import { run } from '../statement.js';
import { RUN_SILENT_MS } from './runs.js';

/** The last run of a sync, broken off by the end of its process. */
export interface BrokenOff {
  readonly syncId: number;
  readonly runId: number;
}

/**
 * Syncs whose last run, not begun by hand, broke off with its process. Those that have done so three times in a row only until that
 * run has been ended.
 */
export function listBrokenOff(pool: Pool, silentMs: number = RUN_SILENT_MS): Promise<BrokenOff[]> {
  return run<BrokenOff & Record<string, unknown>>(pool, 'sync/list-broken-off', [silentMs]);
}
