import { conclude } from '../conclude.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { follow } from '../follow.js';
import { catchInterrupt } from '../interrupt.js';
import { describeError, output } from '../output.js';
import { displayProgress } from '../progress.js';
import { formatReport, readReport } from '../report.js';
import type { RosterChoices } from '../roster-choices.js';
import { withSession } from '../session.js';
import { takeIn } from '../take-in.js';

export interface ImportOptions extends RosterChoices {
  readonly client?: string;
  readonly wait?: boolean;
  readonly json?: boolean;
}

/** `rollcall import <file>`: records a roster and queues its people, for workers that run elsewhere. */
export function importFile(file: string, options: ImportOptions): Promise<ExitCode> {
  return withSession(async (session) => {
    const client = session.client(options.client);
    const interrupt = catchInterrupt(() => {
      output.note('Ending after the rows at hand. Ctrl-C once more ends at once.');
    });
    try {
      const { signal } = interrupt;
      const { pool } = await session.ledger();
      const { batchId, failure } = await takeIn(session, client, file, options, signal);
      if (options.wait === true) {
        const progress = displayProgress();
        const onProgress = progress.show;
        const end = await follow({ pool, batchId, clients: [client.name], signal, onProgress });
        progress.end();
        return await conclude(pool, batchId, end, failure, options.json ?? false);
      }
      const report = await readReport(pool, batchId);
      if (options.json === true) output.json(report);
      else output.data(formatReport(report));
      if (signal.aborted) return EXIT_CODE.interrupted;
      if (failure === null) return EXIT_CODE.done;
      output.note(`The roster was not read to its end: ${describeError(failure)}`);
      return EXIT_CODE.failed;
    } finally {
      interrupt.release();
    }
  });
}
