import { peopleConcerned, type SyncCounts } from '../counts.js';
import type { HoldReason } from '../hold-reason.js';
import { reasonInShort } from './describe-reason.js';
import { counted } from './numbers.js';
import type { SyncReport } from './sync-report.js';

/** The report in one line, the outcome first: `Rollcall sync hr-nightly: HELD, 812 leavers of 5,000 (16 %)`. */
export function headline(report: SyncReport): string {
  return `Rollcall sync ${report.sync}: ${outcome(report)}`;
}

function outcome({ state, counts, reasons, trouble, waitsFor }: SyncReport): string {
  switch (state) {
    case 'held':
      return ['HELD', ...reasonsInShort(reasons)].join(', ');
    case 'failed':
      return ['FAILED', ...(trouble === null ? [] : [trouble.code])].join(', ');
    case 'skipped':
      return waitsFor === null
        ? 'skipped, another run was under way'
        : `WAITING, run ${waitsFor} is held`;
    case 'unchanged':
      return trouble === null
        ? 'nothing to do, the export is the last one'
        : 'NO NEW EXPORT for days';
    case 'rejected':
      return 'rejected, nothing was carried out';
    case 'superseded':
      return 'dropped, a later run has taken its place';
    case 'done':
      return ['done', ...(counts === null ? [] : changesIn(counts))].join(', ');
  }
}

/** Two at most: subjects are cut off by whoever shows them. */
function reasonsInShort(reasons: readonly HoldReason[]): string[] {
  const told = reasons.slice(0, 2).map(reasonInShort);
  const more = reasons.length - told.length;
  return more === 0 ? told : [...told, `and ${counted(more, 'more reason')}`];
}

/** What has changed, as parts of a sentence; what has not come up is left out. */
export function changesIn(counts: SyncCounts): string[] {
  const { joiners, changed, moved, returned, leavers, refused } = counts;
  const parts: readonly (readonly [count: number, words: string])[] = [
    [joiners, counted(joiners, 'joiner')],
    [leavers, counted(leavers, 'leaver')],
    [changed, `${counted(changed, 'person', 'people')} changed`],
    [moved, `${counted(moved, 'person', 'people')} with another address`],
    [returned, `${counted(returned, 'person', 'people')} returned`],
    [refused, `${counted(refused, 'row')} refused`],
  ];
  const present = parts.flatMap(([count, words]) => (count > 0 ? [words] : []));
  return peopleConcerned(counts) > 0 ? present : ['no changes', ...present];
}
