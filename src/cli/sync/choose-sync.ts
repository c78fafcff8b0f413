import { readSyncs, type Sync, type UsableSync } from '../../../jobs/sync/read-syncs.js';
import type { SyncWorld } from '../../../jobs/sync/sync-world.js';
import { RollcallError } from '../../observe/rollcall-error.js';

/** @throws RollcallError `sync.unknown` */
export async function chooseSync(world: SyncWorld, name: string): Promise<Sync> {
  const syncs = await readSyncs(world);
  const chosen = syncs.find(({ record }) => record.name === name);
  if (chosen !== undefined) return chosen;
  const names = syncs.map(({ record }) => record.name).join(', ');
  const there =
    names === '' ? 'There is none yet; see: rollcall sync add --help' : `There is: ${names}.`;
  throw new RollcallError('sync.unknown', `There is no sync "${name}". ${there}`);
}

/** The same, of one that this process can run. @throws RollcallError `sync.unknown`, `sync.unusable` */
export async function chooseUsable(world: SyncWorld, name: string): Promise<UsableSync> {
  return mustBeUsable(await chooseSync(world, name));
}

/** @throws RollcallError `sync.unusable` */
export function mustBeUsable(sync: Sync): UsableSync {
  if (sync.trouble === null) return sync;
  const { name } = sync.record;
  throw new RollcallError('sync.unusable', `The sync ${name} cannot be run. ${sync.trouble}`);
}

/** The zone in which the times of a sync are told. */
export function zoneOf(sync: Sync): string {
  return sync.trouble === null ? sync.settings.timeZone : 'UTC';
}
