import type { Pool } from 'pg';
import { findForgotten } from '../src/ledger/forget.js';
import { snapshot } from '../src/ledger/statement.js';
import { findSuppressed, type Suppression } from '../src/ledger/suppression.js';
import type { RosterRow } from '../src/roster/index.js';
import { rowProblem } from '../src/roster/problems.js';

/** Rows whose people the ledger is asked about at once. */
const SET = 500;

/**
 * The rows of a roster, with those refused whose person is suppressed or was forgotten. Whoever is so later is told apart when
 * the call is to be made.
 */
export async function* refuseSuppressed(
  pool: Pool,
  authType: 'email' | 'sms',
  rows: AsyncIterable<RosterRow>,
): AsyncGenerator<RosterRow> {
  let set: RosterRow[] = [];
  try {
    for await (const row of rows) {
      set.push(row);
      if (set.length < SET) continue;
      yield* await judged(pool, authType, set);
      set = [];
    }
  } catch (cause) {
    // What was read before the file broke off is good.
    yield* await judged(pool, authType, set);
    throw cause;
  }
  yield* await judged(pool, authType, set);
}

async function judged(
  pool: Pool,
  authType: 'email' | 'sms',
  rows: readonly RosterRow[],
): Promise<readonly RosterRow[]> {
  const identifiers = rows.flatMap((row) => ('person' in row ? [row.person.identifier] : []));
  // As of one moment: whoever is let again in between would be refused as suppressed, with the cells of somebody forgotten.
  const [found, gone] = await snapshot(pool, (connection) =>
    Promise.all([
      findSuppressed(connection, authType, identifiers),
      findForgotten(connection, authType, identifiers),
    ]),
  );
  if (found.length === 0 && gone.length === 0) return rows;
  const suppressed = new Map(found.map((one) => [one.identifier, one]));
  const forgotten = new Map(gone.map((one) => [one.identifier, one.forgottenAt]));
  return rows.map((row) => {
    if (!('person' in row)) return row;
    const forgottenAt = forgotten.get(row.person.identifier);
    if (forgottenAt !== undefined) return unkept(row, forgottenAt);
    const suppression = suppressed.get(row.person.identifier);
    return suppression === undefined ? row : refused(row, suppression);
  });
}

/** What was removed at a person's request does not come back with the next roster: its cells are left empty. */
function unkept({ line, cells, origin }: RosterRow, forgottenAt: Date): RosterRow {
  const why = `The person’s data was removed on ${forgottenAt.toISOString().slice(0, 10)}.`;
  const blank = cells.map(() => '');
  const place = origin === undefined ? { line, cells: blank } : { line, cells: blank, origin };
  return { ...place, problems: [rowProblem('', 'identity.forgotten', why)] };
}

function refused({ line, cells, origin }: RosterRow, { addedAt, reason }: Suppression): RosterRow {
  const since = addedAt.toISOString().slice(0, 10);
  const why = `The address or number has been suppressed since ${since}: ${reason}.`;
  const place = origin === undefined ? { line, cells } : { line, cells, origin };
  return { ...place, problems: [rowProblem('', 'identity.suppressed', why)] };
}
