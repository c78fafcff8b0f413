import type { ClientConfig } from '../../src/config/client-config.js';
import { readChanges } from '../../src/ledger/syncs/plan.js';
import { type SyncRun, saveNotifications } from '../../src/ledger/syncs/runs.js';
import { crashPoint } from '../../src/observe/crash-point.js';
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
  sync: UsableSync,
  { pool, resolveSecret, log }: SyncWorld,
  signal: AbortSignal,
): Promise<void> {
  const report = reportOf(run, sync);
  if (report === null || (signal.aborted && run.state === 'failed')) return;
  const outcomes = await notify(report, sync.settings.notify, {
    resolveSecret,
    differences: () => readChanges(pool, run.id),
    delimiter: run.delimiter ?? ',',
    signal,
    now: () => new Date(),
  });
  crashPoint('sync: people told');
  for (const { kind, result, code } of outcomes)
    if (result === 'failed') log.warn({ runId: run.id, kind, code }, 'a notification failed');
  if (outcomes.length > 0) await saveNotifications(pool, run.id, outcomes);
  crashPoint('sync: telling recorded');
}

/** What a report needs to know of a sync. */
export interface ReportedSync {
  readonly settings: Pick<SyncSettings, 'timeZone' | 'leavers' | 'whenHeld'>;
  readonly client: Pick<ClientConfig, 'directAccess'>;
}

/** What is told of a run, by its plan and else by what its sync is set to do; null as long as it is going. */
export function reportOf(run: SyncRun, { settings, client }: ReportedSync): SyncReport | null {
  const { state, step, code, message, startedAt, endedAt, heldAt } = run;
  if (state === 'running') return null;
  const { timeZone, whenHeld } = settings;
  const { id, trigger, source, counts, leftOver, reasons, waitsFor } = run;
  return {
    ...{
      sync: run.sync,
      client: run.client,
      run: id,
      state,
      trigger,
      counts,
      leftOver,
      reasons,
      waitsFor,
    },
    ...{ startedAt, endedAt: endedAt ?? heldAt ?? startedAt, timeZone, file: source },
    trouble: code === null || message === null ? null : { code, message },
    leavers: run.leavers ?? settings.leavers,
    updatesUsers: run.updatesUsers ?? client.directAccess !== null,
    canGoOn: state === 'failed' && step === 'carry-out' && run.isStaged,
    whenHeld,
  };
}
