import { readChanges } from '../../src/ledger/syncs/plan.js';
import { type SyncRun, saveNotifications } from '../../src/ledger/syncs/runs.js';
import { notify } from '../../src/sync/notify/notify.js';
import type { SyncReport } from '../../src/sync/report/sync-report.js';
import type { SyncSettings } from '../../src/sync/settings.js';
import type { UsableSync } from './read-syncs.js';
import type { SyncWorld } from './sync-world.js';

/**
 * Tells everybody of a run who is to be told, and records what came of it. One that this process's end broke off is made up
 * for, or was stopped by somebody who knows, and is not worth a message.
 */
export async function tellOfRun(
  run: SyncRun,
  { settings }: UsableSync,
  { pool, resolveSecret, log }: SyncWorld,
  signal: AbortSignal,
): Promise<void> {
  const report = reportOf(run, settings);
  if (report === null || (signal.aborted && run.state === 'failed')) return;
  const outcomes = await notify(report, settings.notify, {
    resolveSecret,
    differences: () => readChanges(pool, run.id),
    delimiter: run.delimiter ?? ',',
    signal,
    now: () => new Date(),
  });
  for (const { kind, result, code } of outcomes)
    if (result === 'failed') log.warn({ runId: run.id, kind, code }, 'a notification failed');
  if (outcomes.length > 0) await saveNotifications(pool, run.id, outcomes);
}

/** What is told of a run; null as long as it is going. */
export function reportOf(
  run: SyncRun,
  { timeZone, leavers, whenHeld }: Pick<SyncSettings, 'timeZone' | 'leavers' | 'whenHeld'>,
): SyncReport | null {
  const { state, code, message, startedAt, endedAt } = run;
  if (state === 'running') return null;
  const { sync, client, id, trigger, source, counts, leftOver, reasons, waitsFor } = run;
  return {
    ...{ sync, client, run: id, state, trigger, counts, leftOver, reasons, waitsFor },
    ...{ startedAt, endedAt: endedAt ?? startedAt, timeZone, file: source },
    trouble: code === null || message === null ? null : { code, message },
    ...{ leavers, whenHeld },
  };
}
