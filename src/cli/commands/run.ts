import type { RosterPlan } from '../../../jobs/plan-roster.js';
import { startWorkers } from '../../../jobs/start-workers.js';
import { atPace, type ClientConfig } from '../../config/client-config.js';
import type { FixedPace } from '../../invite/pace.js';
import { type AdmissionChoices, admit } from '../admit.js';
import { conclude } from '../conclude.js';
import type { ExitCode } from '../exit-code.js';
import { watch } from '../follow.js';
import { withInterrupt } from '../interrupt.js';
import type { RosterChoices } from '../roster-choices.js';
import { type RosterFile, withRosterFile } from '../roster-file.js';
import { type Session, withSession } from '../session.js';
import { takeIn } from '../take-in.js';

export interface RunOptions extends RosterChoices, AdmissionChoices {
  readonly client?: string;
  readonly pace?: FixedPace;
  readonly json?: boolean;
}

/** What is said once the run has been asked to end. */
export const ENDING = 'Ending: calls under way are finished first. Ctrl-C once more ends at once.';

/** `rollcall run <file>`: imports a roster and works it off in this process, until its batch is drained. */
export function run(path: string, options: RunOptions): Promise<ExitCode> {
  return withSession((session) =>
    withInterrupt(ENDING, (signal) =>
      withRosterFile(path, async (file) => {
        const client = atPace(session.client(options.client), options.pace);
        const plan = await admit(session, client, file, options, signal);
        return await runIn(session, client, file, plan, options, signal);
      }),
    ),
  );
}

/** The same in a session that is open already, and with a plan that has been agreed to; null where nobody asked for one. */
export async function runIn(
  session: Session,
  client: ClientConfig,
  file: RosterFile,
  plan: RosterPlan | null,
  options: RunOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { config, log } = session;
  const ledger = await session.ledger();
  const engine = await session.engine();
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
    const { pool } = ledger;
    const taken = await takeIn(session, client, file, options, signal);
    const { batchId } = taken;
    const end = await watch({ pool, batchId, clients: [client], signal });
    await workers.close();
    return await conclude(pool, taken, plan, end, options.json ?? false);
  } finally {
    await workers.close();
  }
}
