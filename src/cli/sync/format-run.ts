import type { SyncRun } from '../../ledger/syncs/runs.js';
import { formatReport } from '../../sync/report/format-report.js';
import { changesIn } from '../../sync/report/headline.js';
import type { SyncReport } from '../../sync/report/sync-report.js';
import { localTime } from '../local-time.js';
import { table } from '../table.js';

/** Everything about a run, for people. @param report null as long as it is going */
export function formatRun(run: SyncRun, report: SyncReport | null): string {
  const { id, sync, step, startedAt, batchId } = run;
  if (report === null)
    return `Run ${id} of the sync ${sync} is going since ${localTime(startedAt, 'UTC')} UTC, at its step "${step}".`;
  const batch =
    batchId === null
      ? []
      : [`Its rows are batch ${batchId}. What became of them: rollcall status ${batchId}`];
  return [formatReport(report), ...batch].join('\n\n');
}

/** Runs, a line for each, with the times of a zone. */
export function formatRuns(runs: readonly SyncRun[], timeZone: string): string {
  const rows = runs.map(({ id, startedAt, trigger, state, counts, code }) => [
    String(id),
    localTime(startedAt, timeZone),
    trigger,
    state,
    code ?? (counts === null || state === 'unchanged' ? '' : changesIn(counts).join(', ')),
  ]);
  return table(rows, ['right', 'left', 'left', 'left', 'left']).join('\n');
}
