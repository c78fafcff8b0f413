import { createHash } from 'node:crypto';
import type { SyncReport } from '../report/sync-report.js';

/**
 * The same for every try, and for a run that is taken up after a crash: receivers tell repetitions by it. Another for each
 * state of a run, since a held one is told of again when it has been approved. The start of the run keeps the ledgers of
 * two installations apart.
 *
 * @param to what the target is known by; it cannot be read from the id
 */
export function messageId({ sync, run, state, startedAt }: SyncReport, to: string): string {
  const parts = JSON.stringify([sync, run, state, startedAt.toISOString(), to]);
  return `rollcall_${createHash('sha256').update(parts).digest('hex').slice(0, 32)}`;
}
