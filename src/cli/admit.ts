import type { RosterPlan } from '../../jobs/plan-roster.js';
import type { ClientConfig } from '../config/client-config.js';
import type { ImportSettings } from '../config/import-settings.js';
import { RollcallError } from '../observe/rollcall-error.js';
import { confirm } from './confirm.js';
import { counted } from './counted.js';
import { formatPlan } from './format-plan.js';
import { localTime } from './local-time.js';
import { output } from './output.js';
import { type PlannedFile, planFile } from './plan-file.js';
import type { RosterChoices } from './roster-choices.js';
import type { RosterFile } from './roster-file.js';
import type { Session } from './session.js';
import type { StartTime } from './start-time.js';

/** What the command line says of whether a roster may be taken in. */
export interface AdmissionChoices {
  /**
   * Whether one refused row, unless its person is suppressed or was forgotten, refuses the roster; what the configuration says if
   * left out.
   */
  readonly strict?: boolean;
  readonly yes?: boolean;
  /** From when on new people are called; null: at once. */
  readonly start?: StartTime | null;
}

/**
 * Plans the import of a roster, shows the plan on stderr, and asks where the roster is large or much of it would be refused.
 *
 * @returns the plan, where the roster may be taken in
 * @throws RollcallError `rows_refused`, `not_confirmed`, `interrupted`, and those of the reader; nothing has been recorded
 */
export async function admit(
  session: Session,
  client: ClientConfig,
  file: RosterFile,
  choices: RosterChoices & AdmissionChoices,
  signal: AbortSignal,
): Promise<RosterPlan> {
  const planned = await planFile(session, client, file, choices, signal);
  // Whatever is no terminal may be a log, where nobody's name belongs.
  output.note(`${formatPlan(planned, process.stderr.isTTY)}\n`);
  const { start = null } = choices;
  if (start !== null) {
    const until = `${localTime(start.at, start.timeZone)} ${start.timeZone}`;
    output.note(`New people are held until ${until}: nobody of them is called before.\n`);
  }
  const settings = session.config.import;
  refuseRefusedRows(planned, choices, settings);
  const reasons = reasonsToAsk(planned.plan, settings);
  if (reasons.length > 0) {
    await confirm(
      `${file.name}: ${reasons.join(', and ')}. Import it?`,
      choices.yes ?? false,
      signal,
    );
  }
  return planned.plan;
}

const NOT_WANTED: readonly string[] = ['identity.suppressed', 'identity.forgotten'];

/**
 * Refused rows that somebody should look at. Those of suppressed and forgotten people are not among them: that they be refused
 * was decided, and would have a nightly import refused for as long as the roster names them.
 */
function rowsToMend({ rejected, problems }: RosterPlan): number {
  const notWanted = problems.filter(({ code }) => NOT_WANTED.includes(code));
  return notWanted.reduce((left, { rows }) => left - rows, rejected);
}

/** @throws RollcallError `rows_refused` where one refused row is enough to refuse the roster, and there is one */
export function refuseRefusedRows(
  { source, plan }: PlannedFile,
  { strict }: AdmissionChoices,
  settings: ImportSettings,
): void {
  const toMend = rowsToMend(plan);
  if (toMend === 0 || !(strict ?? settings.strict)) return;
  const refused = toMend === 1 ? '1 row is refused' : `${toMend} rows are refused`;
  const byCode = new Map<string, number>();
  for (const { code, rows } of plan.problems) byCode.set(code, (byCode.get(code) ?? 0) + rows);
  for (const code of NOT_WANTED) byCode.delete(code);
  const why = [...byCode].map(([code, rows]) => `${rows} × ${code}`).join(', ');
  throw new RollcallError(
    'rows_refused',
    `${source}: ${refused} (${why}), and with --strict an import takes all rows or none. Nothing was taken in. Mend the rows, or import without --strict (import.strict in the configuration).`,
  );
}

/** Why somebody should look at the plan before the roster is taken in; empty where nobody has to. */
export function reasonsToAsk(plan: RosterPlan, { askAbove }: ImportSettings): string[] {
  const { rows } = plan;
  const refused = rowsToMend(plan);
  const reasons: string[] = [];
  if (rows > askAbove.rows)
    reasons.push(`it has ${counted(rows, 'row')}, more than ${askAbove.rows}`);
  if (refused > rows * askAbove.refusedShare) {
    const share = Math.round(askAbove.refusedShare * 100);
    reasons.push(`${refused} of ${counted(rows, 'row')} would be refused, more than ${share} %`);
  }
  return reasons;
}
