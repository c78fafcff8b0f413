import { addSync } from '../../../../jobs/sync/read-syncs.js';
import { check } from '../../../config/check.js';
import { syncName } from '../../../config/schema.js';
import { RollcallError } from '../../../observe/rollcall-error.js';
import { type SyncSettings, syncSettings } from '../../../sync/settings.js';
import { EXIT_CODE, type ExitCode } from '../../exit-code.js';
import { output } from '../../output.js';
import { withSession } from '../../session.js';
import { formatSync } from '../../sync/format-sync.js';
import { sourceFrom } from '../../sync/source-from.js';
import { withTyped } from '../../sync/typed-settings.js';

export interface SyncAddOptions {
  readonly source: string;
  readonly cron: string;
  readonly tz: string;
  readonly client?: string;
  readonly leavers?: string;
  readonly whenHeld?: string;
  readonly set?: readonly string[];
  readonly json?: boolean;
}

/** `rollcall sync add`: writes a sync into the ledger, or gives it other settings; workers take it up within seconds. */
export function syncAdd(name: string, options: SyncAddOptions): Promise<ExitCode> {
  return withSession(async (session) => {
    mustBeFree(
      name,
      session.config.syncs.map((sync) => sync.name),
    );
    const client = session.client(options.client);
    const given = settingsOf({ ...options, client: client.name });
    const settings = mustFit(given);
    const { pool } = await session.ledger();
    const record = await addSync(pool, client, { name, settings: given });
    const sync = { record, settings: { ...settings, client: client.name }, client };
    if (options.json === true) output.json({ sync: name, settings: given });
    else {
      output.data(formatSync({ ...sync, trouble: null }, new Date()));
      output.note(
        `Look at what a run would do: rollcall sync plan ${name}\nRunning workers (rollcall work) run it when it is due.`,
      );
    }
    return EXIT_CODE.done;
  });
}

function mustBeFree(name: string, configured: readonly string[]): void {
  const wrong: string[] = [];
  if (check(syncName, name, '', wrong) === null)
    throw new RollcallError('option_invalid', `The name "${name}" does not fit${wrong.join('')}.`);
  if (!configured.includes(name)) return;
  throw new RollcallError(
    'sync.in_file',
    `The sync ${name} stands in rollcall.config.json: change it there, or give this one another name.`,
  );
}

/** As they go into the ledger: what was typed, without the defaults, so that these may still change. */
function settingsOf({ source, cron, tz, client, leavers, whenHeld, set = [] }: SyncAddOptions) {
  const given = { client, source: sourceFrom(source), cron, timeZone: tz, leavers, whenHeld };
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  return withTyped(Object.fromEntries(named), set);
}

function mustFit(given: unknown): SyncSettings {
  const wrong: string[] = [];
  const settings = check(syncSettings, given, '', wrong);
  if (settings !== null) return settings;
  throw new RollcallError(
    'sync.settings_invalid',
    `The sync was not written, as its settings have mistakes:\n  ${wrong.join('\n  ')}\nFurther settings are typed as --set source.hostKey=SHA256:…; docs/sync.md has them all.`,
  );
}
