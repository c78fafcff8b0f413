import type { SyncPlan } from '../../../jobs/sync/plan-sync.js';
import type { UsableSync } from '../../../jobs/sync/read-syncs.js';
import type { SyncChange } from '../../ledger/syncs/plan.js';
import { reasonInFull } from '../../sync/report/describe-reason.js';
import { changeTable, refusedTable } from '../../sync/report/format-report.js';
import { counted } from '../../sync/report/numbers.js';
import { table } from '../table.js';

/** What a run would do, for people. */
export function formatPlan(plan: SyncPlan, { record, settings, client }: UsableSync): string {
  const { source, isUnchanged, counts, reasons, changes } = plan;
  const head = `Sync ${record.name}, with ${JSON.stringify(source)} (${counted(counts.rows, 'row')}): ${verdict(plan, settings.whenHeld)}`;
  const refused = refusedTable(counts);
  const parts = [
    [head],
    [
      'What it would do',
      ...changeTable(
        { leavers: settings.leavers, updatesUsers: client.directAccess !== null },
        counts,
      ),
    ],
    refused.length === 0 ? [] : ['Rows that cannot be used', ...refused],
    changes.length === 0 ? [] : ['The first of them', ...changeLines(changes)],
    isUnchanged || reasons.length === 0
      ? []
      : ['Why it would be held', ...reasons.map((reason) => `  - ${reasonInFull(reason)}`)],
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** Whether a run would give way to one that is held. */
export function isToWait({ held }: SyncPlan, whenHeld: 'wait' | 'go on'): boolean {
  return held !== null && whenHeld === 'wait';
}

function verdict(plan: SyncPlan, whenHeld: 'wait' | 'go on'): string {
  const { isUnchanged, reasons, held } = plan;
  if (isToWait(plan, whenHeld))
    return `a run would be SKIPPED, as run ${held} is held: approve or reject it first.`;
  if (isUnchanged) return 'the export that was carried out last, so that a run would do nothing.';
  return reasons.length === 0
    ? 'a run would go through by itself.'
    : 'a run would be HELD until somebody approves it.';
}

function changeLines(changes: readonly SyncChange[]): string[] {
  const rows = changes.map(({ kind, line, before, after }) => {
    const [from, to] = [before?.identifier, after?.identifier];
    const who = from !== undefined && to !== undefined && from !== to ? `${from} → ${to}` : to;
    return [kind, who ?? from ?? '', line === null ? '' : `line ${line}`];
  });
  return table(rows, ['left', 'left', 'left']);
}
