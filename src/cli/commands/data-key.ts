import type { Config } from '../../config/load.js';
import type { Secret } from '../../config/secret.js';
import { openLedger, withLedgerConnection } from '../../ledger/open.js';
import { addDataKey, removeDataKey, turnDataKey } from '../../ledger/sealing/change-key.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import { confirm } from '../confirm.js';
import { counted } from '../counted.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { output } from '../output.js';
import { withSession } from '../session.js';

export interface DataKeyOptions {
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `rollcall data-key add`: seals the personal values of a ledger that has people already. */
export function dataKeyAdd(options: DataKeyOptions): Promise<ExitCode> {
  return withSession(async ({ config }) => {
    const key = given(config.dataKey, 'ROLLCALL_DATA_KEY');
    await confirm(
      'Whoever loses the key loses the data. Seal all personal data of the ledger, which stands still meanwhile?',
      options.yes === true,
    );
    const rows = await withLedgerConnection(config, (connection, sealing) =>
      addDataKey(connection, sealing, key),
    );
    tell(options, { sealed: true, rows }, [
      `Sealed: ${counted(rows, 'row', 'rows')}, in tables that were written anew. Every command needs ROLLCALL_DATA_KEY from now on.`,
      "Older backups, and PostgreSQL's log of changes until it is written over, have the data unsealed.",
    ]);
    return EXIT_CODE.done;
  });
}

/** `rollcall data-key turn`: has another key open the ledger. */
export function dataKeyTurn(options: DataKeyOptions): Promise<ExitCode> {
  return withSession(async ({ config }) => {
    const key = given(config.dataKey, 'ROLLCALL_DATA_KEY');
    const former = given(config.formerDataKey, 'ROLLCALL_DATA_KEY_OLD');
    const ledger = await openLedger({ ...config, dataKey: former, connections: 1 });
    try {
      await turnDataKey(ledger.pool, former, key);
    } finally {
      await ledger.close();
    }
    tell(options, { turned: true }, [
      'ROLLCALL_DATA_KEY opens the ledger from now on, and ROLLCALL_DATA_KEY_OLD only backups from before.',
    ]);
    return EXIT_CODE.done;
  });
}

/** `rollcall data-key remove`: the way back. */
export function dataKeyRemove(options: DataKeyOptions): Promise<ExitCode> {
  return withSession(async ({ config }) => {
    await confirm(
      'Have all personal data of the ledger lie open again, which stands still meanwhile?',
      options.yes === true,
    );
    const rows = await withLedgerConnection(config, (connection, sealing) =>
      removeDataKey(connection, sealing, config.dataKey),
    );
    tell(options, { sealed: false, rows }, [
      `Opened: ${counted(rows, 'row', 'rows')}. Unset ROLLCALL_DATA_KEY, and keep the key for the backups from before.`,
    ]);
    return EXIT_CODE.done;
  });
}

function given(key: Config['dataKey'], name: string): Secret {
  if (key !== null) return key;
  throw new RollcallError(
    'data_key_missing',
    `Set ${name}, or name a file in ${name}_FILE. To make a key: openssl rand -base64 32`,
  );
}

function tell({ json }: DataKeyOptions, facts: object, lines: readonly string[]): void {
  if (json === true) output.json(facts);
  else output.data(lines.join('\n'));
}
