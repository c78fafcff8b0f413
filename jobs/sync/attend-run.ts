import type { Pool } from 'pg';
import { endRun, keepAlive, RUN_SILENT_MS } from '../../src/ledger/syncs/runs.js';
import type { Log } from '../../src/observe/log.js';
import { RollcallError } from '../../src/observe/rollcall-error.js';

export interface AttendOptions {
  readonly pool: Pool;
  readonly log: Log;
  readonly silentMs?: number | undefined;
  /** Tells the process to stop. */
  readonly signal: AbortSignal;
}

/** A run says so many times that it is alive before its silence counts. */
const SIGNS_OF_LIFE = 4;

/**
 * Does the work of a run while the ledger is told that its process is alive, and ends the run as failed where the work breaks
 * off. A run that was ended meanwhile is let be. Only what the ledger does not keep of it is logged.
 */
export async function attendRun(
  runId: number,
  { pool, log, silentMs = RUN_SILENT_MS, signal }: AttendOptions,
  work: () => Promise<void>,
): Promise<void> {
  let isSaying = false;
  const heart = setInterval(() => {
    // Where the ledger is slow to answer, more would each take a connection.
    if (isSaying) return;
    isSaying = true;
    // Whether the run is still its own, the work itself sees before each part.
    keepAlive(pool, runId)
      .catch((err: unknown) => log.warn({ err, runId }, 'a run was not seen'))
      .finally(() => {
        isSaying = false;
      });
  }, silentMs / SIGNS_OF_LIFE);
  try {
    await work();
  } catch (cause) {
    const { code, message } = troubleOf(cause, signal.aborted);
    if (code === BROKE_OFF) log.error({ err: cause, runId, code }, 'a run of a sync broke off');
    await endRun(pool, runId, 'failed', { code, message });
  } finally {
    clearInterval(heart);
  }
}

/** For an error that nobody has put into words. */
const BROKE_OFF = 'sync.broke_off';

/** What is kept of an error: only the sentences that are written for people, as others may quote data. */
function troubleOf(cause: unknown, isStopped: boolean): { code: string; message: string } {
  if (cause instanceof RollcallError) return cause;
  if (isStopped)
    return { code: 'sync.stopped', message: 'The process was told to stop. The next run goes on.' };
  return {
    code: BROKE_OFF,
    message: 'The run broke off for a reason that only the log tells.',
  };
}
