import { type AdmissionChoices, refuseRefusedRows } from '../admit.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { formatPlan } from '../format-plan.js';
import { output } from '../output.js';
import { planFile } from '../plan-file.js';
import type { RosterChoices } from '../roster-choices.js';
import { withRosterFile } from '../roster-file.js';
import { withSession } from '../session.js';

export interface PlanOptions extends RosterChoices, Pick<AdmissionChoices, 'strict'> {
  readonly client?: string;
  readonly json?: boolean;
}

/** `rollcall plan <file>`: what is understood of a roster and what an import would do; calls nobody and records nothing. */
export function plan(path: string, options: PlanOptions): Promise<ExitCode> {
  return withSession((session) =>
    withRosterFile(path, async (file) => {
      const client = session.client(options.client);
      const planned = await planFile(session, client, file, options);
      const { limit: _, ...shown } = planned;
      if (options.json === true) output.json(shown);
      else output.data(formatPlan(planned, true));
      refuseRefusedRows(planned, options, session.config.import);
      return EXIT_CODE.done;
    }),
  );
}
