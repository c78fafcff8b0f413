import { removeSync } from '../../../ledger/syncs/syncs.js';
import { RollcallError } from '../../../observe/rollcall-error.js';
import { confirm } from '../../confirm.js';
import { EXIT_CODE, type ExitCode } from '../../exit-code.js';
import { output } from '../../output.js';
import { withSession } from '../../session.js';
import { chooseSync } from '../../sync/choose-sync.js';
import { syncWorld } from '../../sync/sync-world.js';

/** `rollcall sync remove <name>`: forgets a sync with its runs. The people whom it invited stay as they are. */
export function syncRemove(
  name: string,
  { yes, json }: { yes?: boolean; json?: boolean },
): Promise<ExitCode> {
  return withSession(async (session) => {
    const world = await syncWorld(session);
    if (world.configured.some((sync) => sync.name === name)) {
      throw new RollcallError(
        'sync.in_file',
        `The sync ${name} stands in rollcall.config.json. Take it out there first; what the ledger knows of it is removed by the same command then.`,
      );
    }
    const { record } = await chooseSync(world, name);
    await confirm(
      `Forget the sync ${name} with its runs, and whom its exports have named? Invites stay as they are.`,
      yes ?? false,
    );
    await removeSync(world.pool, record.id);
    if (json === true) output.json({ sync: name, isRemoved: true });
    else output.data(`Sync ${name} is removed.`);
    return EXIT_CODE.done;
  });
}
