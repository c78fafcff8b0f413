import { createReadStream } from 'node:fs';
import type { Connection } from '../../src/ledger/statement.js';
import type { StagedRow } from '../../src/ledger/syncs/staged-rows.js';
import { saveOpened, stageRows } from '../../src/ledger/syncs/staged-rows.js';
import { crashPoint } from '../../src/observe/crash-point.js';
import { openRoster, type RosterOptions, type RosterRow } from '../../src/roster/index.js';
import { identityReader, type RowIdentity } from '../../src/roster/readable-identity.js';
import type { ReadExport } from '../../src/sync/safeguards.js';

/** Rows that go into the ledger together. */
const SET = 500;

/**
 * Reads an export to its end into the ledger, a set of rows at a time.
 *
 * @param onSet called before every set; what it throws ends the reading
 * @throws RollcallError of the reader where the file cannot be used or breaks off: nothing of it is compared then
 */
export async function stageExport(
  connection: Connection,
  runId: number,
  path: string,
  options: RosterOptions,
  onSet: () => Promise<void>,
): Promise<ReadExport> {
  const roster = await openRoster(createReadStream(path), options);
  await saveOpened(connection, runId, roster);
  const identityOf = identityReader(roster, options);
  let rows = 0;
  let set: StagedRow[] = [];
  const flush = async () => {
    await onSet();
    await stageRows(connection, runId, set);
    crashPoint('sync: set staged');
    rows += set.length;
    set = [];
  };
  for await (const row of roster.rows) {
    set.push(stagedRow(row, identityOf(row)));
    if (set.length === SET) await flush();
  }
  if (set.length > 0) await flush();
  const { columns, encoding } = roster;
  return { rows, columns, encoding };
}

function stagedRow(row: RosterRow, { identifier, employeeNumber }: RowIdentity): StagedRow {
  const { line, cells } = row;
  const place = { line, cells, identifier, employeeNumber };
  return 'person' in row
    ? { ...place, person: row.person, problems: null }
    : { ...place, person: null, problems: row.problems };
}
