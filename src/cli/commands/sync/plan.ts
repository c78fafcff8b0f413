import { contextOf } from '../../../../jobs/sync/open-context.js';
import { planSync, type SyncPlan } from '../../../../jobs/sync/plan-sync.js';
import { EXIT_CODE, type ExitCode } from '../../exit-code.js';
import { withInterrupt } from '../../interrupt.js';
import { output } from '../../output.js';
import { withSession } from '../../session.js';
import { chooseUsable } from '../../sync/choose-sync.js';
import { formatPlan, isToWait } from '../../sync/format-plan.js';
import { syncWorld } from '../../sync/sync-world.js';

/** Changes that are shown of a plan. */
const SHOWN = 10;

/** `rollcall sync plan <name>`: what a run would do if it began now; changes nothing and calls nobody. */
export function syncPlan(name: string, { json }: { json?: boolean }): Promise<ExitCode> {
  return withSession((session) =>
    withInterrupt(
      'Ending after the rows at hand. Ctrl-C once more ends at once.',
      async (signal) => {
        const world = await syncWorld(session);
        const sync = await chooseUsable(world, name);
        const plan = await planSync(contextOf(sync, world, signal), SHOWN);
        if (plan === null) {
          if (json === true) output.json({ sync: name, isUnchanged: true });
          else output.data(`Sync ${name}: no new export has come, so that a run would do nothing.`);
          return EXIT_CODE.done;
        }
        if (json === true) output.json({ sync: name, ...countsOf(plan) });
        else output.data(formatPlan(plan, sync));
        // Whoever plans in a script is to learn of it as of a run.
        const goesThrough = plan.reasons.length === 0 || plan.isUnchanged;
        return goesThrough && !isToWait(plan, sync.settings.whenHeld)
          ? EXIT_CODE.done
          : EXIT_CODE.failed;
      },
    ),
  );
}

/** As everywhere, JSON has nobody in it. */
function countsOf({ changes: _, ...counts }: SyncPlan) {
  return counts;
}
