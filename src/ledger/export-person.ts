import type { Pool } from 'pg';
import { findNamingRows } from './named-cells.js';
import { run } from './statement.js';
import type { Whom } from './whom.js';

/** Rows of the ledger as they stand, in the names of their columns. */
type Rows = readonly Readonly<Record<string, unknown>>[];

/** Everything that is stored about a person. */
export interface PersonExport {
  /** One for each client that has them. */
  readonly invites: Rows;
  /** Rows of rosters, each with the roster's name and headings. */
  readonly rows: Rows;
  readonly refusedRows: Rows;
  readonly calls: Rows;
  readonly changes: Rows;
  readonly events: Rows;
  readonly updates: Rows;
  readonly synced: Rows;
  readonly syncChanges: Rows;
  readonly stagedRows: Rows;
  readonly suppressions: Rows;
  /** Where they were forgotten: when, and the name that stands in place of theirs. */
  readonly forgotten: Rows;
}

/** What the ledger has of somebody, for whoever asks what is stored about them; null where it has nothing. */
export async function exportPerson(pool: Pool, whom: Whom): Promise<PersonExport | null> {
  const values = 'uuid' in whom ? [whom.uuid, null, null] : [null, whom.authType, whom.identifier];
  const known = await run<{ id: number; authType: string; identifier: string }>(
    pool,
    'find-invites',
    values,
  );
  const named = 'uuid' in whom ? known : [...known, whom];
  const identities = new Map(named.map((one) => [`${one.authType} ${one.identifier}`, one]));
  const identifiers = [...identities.values()].map(({ identifier }) => identifier);
  const refused = await findNamingRows(pool, identifiers);
  const [everything] = await run<PersonExport & Record<string, unknown>>(pool, 'export-person', [
    known.map(({ id }) => id),
    [...identities.values()].map(({ authType }) => authType),
    identifiers,
    refused.map(({ batch }) => batch),
    refused.map(({ line }) => line),
  ]);
  if (everything === undefined) throw new Error('Expected export-person to return a row');
  return Object.values(everything).every((rows) => Array.isArray(rows) && rows.length === 0)
    ? null
    : everything;
}
