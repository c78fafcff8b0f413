import type { Pool } from 'pg';
import type { SyncScope } from '../../src/ledger/syncs/plan.js';
import type { Log } from '../../src/observe/log.js';
import type { RosterOptions } from '../../src/roster/index.js';
import type { LeaversChoice } from '../../src/sync/leavers-choice.js';
import type { Safeguards } from '../../src/sync/safeguards.js';
import type { Fetched } from '../../src/sync/sources/source.js';

/** What carrying out the plan of a run needs of the world. */
export interface CarryOutContext {
  readonly pool: Pool;
  readonly sync: { readonly id: number; readonly name: string };
  readonly client: { readonly id: number; readonly authType: 'email' | 'sms' };
  readonly leavers: LeaversChoice;
  /** Whether the client has a direct access client, which can tell Next Identity of changed data. */
  readonly updatesUsers: boolean;
  readonly log: Log;
  /** Ends the run as failed at the next set of rows. */
  readonly signal: AbortSignal;
  /** Ms after which a run that says nothing counts as dead; see `RUN_SILENT_MS`. */
  readonly silentMs?: number | undefined;
}

/** What making a plan needs beside that. */
export interface SyncContext extends CarryOutContext {
  /** How the export is read. */
  readonly roster: RosterOptions;
  readonly safeguards: Safeguards;
  /** Gets the export. @throws RollcallError `source.…`; `source.nothing_new` where the last one is all that came */
  fetch(signal: AbortSignal): Promise<Fetched>;
}

export function scopeOf(runId: number, { sync, client }: CarryOutContext): SyncScope {
  return { runId, syncId: sync.id, clientId: client.id, authType: client.authType };
}
