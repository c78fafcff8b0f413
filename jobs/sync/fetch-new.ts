import { RollcallError } from '../../src/observe/rollcall-error.js';
import type { Fetched } from '../../src/sync/sources/source.js';
import type { SyncContext } from './sync-context.js';

/** The export of a sync; null where those that came were moved away by earlier runs. @throws RollcallError `source.…` */
export async function fetchNew({ fetch, signal }: SyncContext): Promise<Fetched | null> {
  try {
    return await fetch(signal);
  } catch (cause) {
    if (cause instanceof RollcallError && cause.code === 'source.nothing_new') return null;
    throw cause;
  }
}
