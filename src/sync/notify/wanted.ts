import { peopleConcerned } from '../counts.js';
import type { SyncReport } from '../report/sync-report.js';
import type { NotifyTarget } from './settings.js';

/**
 * Whether a target is told of a run. Whoever wants to know of changes is told of trouble as well. A run that waits for a
 * held one counts as trouble: one mail that was overlooked must not stop a sync for weeks without another word. So does one
 * that was due while another went on, which may never end, and one that has found no new export for too long.
 */
export function isWanted(on: NotifyTarget['on'], report: SyncReport): boolean {
  const { state, counts } = report;
  const isTrouble = isOfTrouble(report);
  switch (on) {
    case 'every-run':
      return true;
    case 'changes':
      return isTrouble || (state === 'done' && counts !== null && peopleConcerned(counts) > 0);
    case 'trouble':
      return isTrouble;
  }
}

function isOfTrouble({ state, trigger, waitsFor, trouble }: SyncReport): boolean {
  switch (state) {
    case 'held':
    case 'failed':
      return true;
    case 'skipped':
      // Whoever runs one by hand sees it.
      return waitsFor !== null || trigger !== 'hand';
    case 'unchanged':
      return trouble !== null;
    case 'done':
    case 'rejected':
    case 'superseded':
      return false;
  }
}
