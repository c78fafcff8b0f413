import type { Pool } from 'pg';
import { EXIT_CODE, type ExitCode } from './exit-code.js';
import type { FollowEnd } from './follow.js';
import { describeError, output } from './output.js';
import { formatReport, readReport } from './report.js';

/** Prints the report of a batch, says what stands in its way if anything does, and gives the exit code. */
export async function conclude(
  pool: Pool,
  batchId: number,
  end: FollowEnd,
  importFailure: unknown,
  isJson: boolean,
): Promise<ExitCode> {
  const report = await readReport(pool, batchId);
  if (isJson) output.json(report);
  else output.data(formatReport(report));

  if (end.kind === 'interrupted') {
    output.note('Interrupted. Nothing is lost; to go on, type: rollcall work --until-drained');
    return EXIT_CODE.interrupted;
  }
  if (importFailure !== null) {
    output.note(`The roster was not read to its end: ${describeError(importFailure)}`);
    return EXIT_CODE.failed;
  }
  if (end.kind === 'paused') {
    output.note(`Client ${end.client} has been stopped. ${end.message}`);
    return EXIT_CODE.failed;
  }
  const { failed = 0, unknown = 0 } = report.states;
  return failed + unknown > 0 ? EXIT_CODE.failed : EXIT_CODE.done;
}
