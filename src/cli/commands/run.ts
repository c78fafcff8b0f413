import { startWorkers } from '../../../jobs/start-workers.js';
import type { ClientConfig } from '../../config/client-config.js';
import { conclude } from '../conclude.js';
import type { ExitCode } from '../exit-code.js';
import { follow } from '../follow.js';
import { catchInterrupt } from '../interrupt.js';
import { output } from '../output.js';
import { displayProgress } from '../progress.js';
import type { RosterChoices } from '../roster-choices.js';
import { type Session, withSession } from '../session.js';
import { takeIn } from '../take-in.js';

export interface RunOptions extends RosterChoices {
  readonly client?: string;
  readonly json?: boolean;
}

/** `rollcall run <file>`: imports a roster and works it off in this process, until its batch is drained. */
export function run(file: string, options: RunOptions): Promise<ExitCode> {
  return withSession((session) => runIn(session, session.client(options.client), file, options));
}

/** The same in a session that is open already. */
export async function runIn(
  session: Session,
  client: ClientConfig,
  file: string,
  options: RunOptions,
): Promise<ExitCode> {
  const { config, log } = session;
  const ledger = await session.ledger();
  const engine = await session.engine();
  const interrupt = catchInterrupt(() => {
    output.note('Ending: calls under way are finished first. Ctrl-C once more ends at once.');
  });
  const { signal } = interrupt;
  // The workers start first, so that the first call is made while the roster is still being read.
  const { concurrency, queueWindow: window } = config;
  const workers = await startWorkers({
    ledger,
    engine,
    clients: [client],
    concurrency,
    window,
    log,
  });
  try {
    const { batchId, failure, end } = await takeInAndFollow(session, client, file, options, signal);
    await workers.close();
    return await conclude(ledger.pool, batchId, end, failure, options.json ?? false);
  } finally {
    await workers.close();
    interrupt.release();
  }
}

async function takeInAndFollow(
  session: Session,
  client: ClientConfig,
  file: string,
  choices: RosterChoices,
  signal: AbortSignal,
) {
  const { pool } = await session.ledger();
  const { batchId, failure } = await takeIn(session, client, file, choices, signal);
  const progress = displayProgress();
  const { show: onProgress } = progress;
  const followed = follow({ pool, batchId, clients: [client.name], signal, onProgress });
  return { batchId, failure, end: await followed.finally(progress.end) };
}
