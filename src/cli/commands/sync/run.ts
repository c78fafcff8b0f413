import { startWorkers } from '../../../../jobs/start-workers.js';
import { contextOf } from '../../../../jobs/sync/open-context.js';
import type { UsableSync } from '../../../../jobs/sync/read-syncs.js';
import { runSync } from '../../../../jobs/sync/run-sync.js';
import { reportOf, tellOfRun } from '../../../../jobs/sync/tell-of-run.js';
import type { SyncRun } from '../../../ledger/syncs/runs.js';
import { EXIT_CODE, type ExitCode } from '../../exit-code.js';
import { type FollowEnd, watch } from '../../follow.js';
import { withInterrupt } from '../../interrupt.js';
import { output } from '../../output.js';
import { type BatchReport, formatReport as formatBatch, readReport } from '../../report.js';
import { type Session, withSession } from '../../session.js';
import { chooseUsable } from '../../sync/choose-sync.js';
import { formatRun } from '../../sync/format-run.js';
import { syncWorld } from '../../sync/sync-world.js';
import { ENDING } from '../run.js';
import { runFacts } from './show.js';

/** `rollcall sync run <name>`: runs a sync now, in this process, and follows its new people until all are called. */
export function syncRun(name: string, { json = false }: { json?: boolean }): Promise<ExitCode> {
  return withSession((session) =>
    withInterrupt(ENDING, async (signal) => {
      const world = await syncWorld(session);
      const sync = await chooseUsable(world, name);
      const { whenHeld } = sync.settings;
      const request = { trigger: 'hand', dueAt: null, whenHeld } as const;
      const run = await runSync(request, contextOf(sync, world, signal));
      // A due time that another process has settled; by hand there is none.
      if (run === null) return EXIT_CODE.done;
      await tellOfRun(run, sync, world, signal);
      const end = await callPeople(session, sync, run, signal);
      const batch = run.batchId === null ? null : await readReport(world.pool, run.batchId);
      printRun(sync, run, batch, json);
      if (signal.aborted) return EXIT_CODE.interrupted;
      if (end.kind === 'paused') {
        output.note(`Client ${end.client} has been stopped. ${end.message}`);
        return EXIT_CODE.failed;
      }
      const { failed = 0, unknown = 0 } = batch?.states ?? {};
      return failed + unknown > 0 ? EXIT_CODE.failed : exitCodeOf(run);
    }),
  );
}

/** Calls those whom the run has brought in. */
async function callPeople(
  session: Session,
  { client }: UsableSync,
  { batchId }: SyncRun,
  signal: AbortSignal,
): Promise<FollowEnd> {
  if (batchId === null || signal.aborted) return { kind: 'drained' };
  const ledger = await session.ledger();
  const engine = await session.engine();
  const { concurrency, queueWindow: window } = session.config;
  const { log } = session;
  const clients = [client];
  const workers = await startWorkers({ ledger, engine, clients, concurrency, window, log });
  try {
    return await watch({ pool: ledger.pool, batchId, clients, signal });
  } finally {
    await workers.close();
  }
}

function printRun(
  sync: UsableSync,
  run: SyncRun,
  batch: BatchReport | null,
  isJson: boolean,
): void {
  const report = reportOf(run, sync);
  if (isJson) output.json({ ...runFacts(run, report), batch });
  else {
    const parts = [formatRun(run, report), ...(batch === null ? [] : [formatBatch(batch)])];
    output.data(parts.join('\n\n'));
  }
}

/** A wrapper in a crontab is to see whatever somebody has to look at. */
export function exitCodeOf({ state, code }: SyncRun): ExitCode {
  const isFine = state === 'done' || (state === 'unchanged' && code === null);
  return isFine ? EXIT_CODE.done : EXIT_CODE.failed;
}
