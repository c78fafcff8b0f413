import type { Pool } from 'pg';
import type { RosterPlan } from '../../jobs/plan-roster.js';
import { EXIT_CODE, type ExitCode } from './exit-code.js';
import type { FollowEnd } from './follow.js';
import { howToGoOn } from './go-on.js';
import { describeError, output } from './output.js';
import { type BatchReport, formatReport, readReport } from './report.js';
import type { TakenIn } from './take-in.js';

/** Prints the report of a batch, says what stands in its way if anything does, and gives the exit code. */
export async function conclude(
  pool: Pool,
  taken: TakenIn,
  plan: RosterPlan | null,
  end: FollowEnd,
  isJson: boolean,
): Promise<ExitCode> {
  const report = await printReport(pool, taken.batchId, plan, isJson);
  if (end.kind === 'interrupted') {
    output.note('Interrupted. Nothing is lost; to go on, type: rollcall work --until-drained');
    return EXIT_CODE.interrupted;
  }
  if (taken.failure !== null) return brokenOff(taken);
  if (end.kind === 'paused') {
    output.note(`Client ${end.client} has been stopped. ${end.message}`);
    return EXIT_CODE.failed;
  }
  const { failed = 0, unknown = 0 } = report.states;
  return failed + unknown > 0 ? EXIT_CODE.failed : EXIT_CODE.done;
}

/** Prints the report of a batch, as JSON with its plan if there was one. The people whom a plan shows are not repeated. */
export async function printReport(
  pool: Pool,
  batchId: number,
  plan: RosterPlan | null,
  isJson: boolean,
): Promise<BatchReport> {
  const report = await readReport(pool, batchId);
  if (!isJson) output.data(formatReport(report));
  else if (plan === null) output.json(report);
  else {
    const { samples: _, ...counts } = plan;
    output.json({ ...report, plan: counts });
  }
  return report;
}

/** Says why a roster was not read to its end, and what to do. */
export function brokenOff({ batchId, failure }: TakenIn): ExitCode {
  output.note(`Batch ${batchId} was not read to its end: ${describeError(failure)}`);
  output.note(`What was taken in stays. ${howToGoOn(batchId)}`);
  return EXIT_CODE.failed;
}
