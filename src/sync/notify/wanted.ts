import { peopleConcerned } from '../counts.js';
import type { SyncReport } from '../report/sync-report.js';
import type { NotifyTarget } from './settings.js';

/**
 * Whether a target is told of a run. Whoever wants to know of changes is told of trouble as well. A run that waits for a
 * held one counts as trouble: one mail that was overlooked must not stop a sync for weeks without another word.
 */
export function isWanted(on: NotifyTarget['on'], report: SyncReport): boolean {
  const { state, counts, waitsFor } = report;
  const isTrouble = state === 'held' || state === 'failed' || waitsFor !== null;
  switch (on) {
    case 'every-run':
      return true;
    case 'changes':
      return isTrouble || (state === 'done' && counts !== null && peopleConcerned(counts) > 0);
    case 'trouble':
      return isTrouble;
  }
}
