import type { ClientConfig } from '../../config/client-config.js';
import { readClock } from '../../ledger/clock.js';
import { Outage } from '../../observe/outage.js';
import { type AdmissionChoices, admit } from '../admit.js';
import { brokenOff, conclude, printReport } from '../conclude.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { watch } from '../follow.js';
import { withInterrupt } from '../interrupt.js';
import { localTime } from '../local-time.js';
import { output } from '../output.js';
import type { RosterChoices } from '../roster-choices.js';
import { withRosterFile } from '../roster-file.js';
import { type Session, withSession } from '../session.js';
import { parseStartTime, type StartTime } from '../start-time.js';
import { takeIn } from '../take-in.js';

export interface ImportOptions extends RosterChoices, AdmissionChoices {
  readonly client?: string;
  readonly wait?: boolean;
  /** From when on its new people are called. */
  readonly at?: string;
  readonly json?: boolean;
}

const ENDING = 'Ending after the rows at hand. Ctrl-C once more ends at once.';

/** `rollcall import <file>`: records a roster and queues its people, for workers that run elsewhere. */
export function importFile(path: string, options: ImportOptions): Promise<ExitCode> {
  return withSession((session) =>
    withInterrupt(ENDING, (signal) =>
      withRosterFile(path, async (file) => {
        const client = session.client(options.client);
        const { json = false } = options;
        const start = await startOf(session, client, options.at);
        const plan = await admit(session, client, file, { ...options, start }, signal);
        const { pool } = await session.ledger();
        const taken = await takeIn(session, client, file, { ...options, start }, signal);
        if (options.wait === true) {
          const { batchId } = taken;
          const outage = new Outage('PostgreSQL', session.log);
          const end = await watch({ pool, batchId, clients: [client], signal, outage });
          const exitCode = await conclude(pool, taken, plan, end, json);
          if (start !== null) output.note(notWaitedFor(batchId, start));
          return exitCode;
        }
        await printReport(pool, taken.batchId, plan, json);
        if (signal.aborted) return EXIT_CODE.interrupted;
        return taken.failure === null ? EXIT_CODE.done : brokenOff(taken);
      }),
    ),
  );
}

function notWaitedFor(batchId: number, { at, timeZone }: StartTime): string {
  return `The new people of batch ${batchId} were not waited for: they are held until ${localTime(at, timeZone)} ${timeZone}, when running workers call them.`;
}

async function startOf(
  session: Session,
  { resend }: ClientConfig,
  text: string | undefined,
): Promise<StartTime | null> {
  if (text === undefined) return null;
  const { pool } = await session.ledger();
  return parseStartTime(text, resend?.timeZone ?? null, await readClock(pool));
}
