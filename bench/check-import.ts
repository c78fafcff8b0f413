import { isDeepStrictEqual } from 'node:util';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { RosterFile } from './roster-file.js';

const account = z.object({
  rows: z.number(),
  lines: z.number(),
  added: z.number(),
  refused: z.number(),
  people: z.number(),
  queued: z.number(),
});

/**
 * Counts in the ledger, not by what the import said, whether every row of the file is there exactly once, every person
 * has one invite, and the queue holds its window.
 *
 * @throws where any of it is not so
 */
export async function checkImport(
  pool: Pool,
  clientId: number,
  { rows, refused }: RosterFile,
  { jobs, window }: { readonly jobs: number; readonly window: number },
): Promise<void> {
  const { rows: found } = await pool.query(
    `SELECT r.*, i.* FROM
       (SELECT count(*) AS rows, count(DISTINCT line) AS lines, count(*) FILTER (WHERE status = 'added') AS added,
               count(*) FILTER (WHERE status = 'rejected') AS refused FROM roster_row) AS r,
       (SELECT count(DISTINCT identifier) AS people, count(*) FILTER (WHERE state = 'queued') AS queued
          FROM invite WHERE client_id = $1) AS i`,
    [clientId],
  );
  const people = rows - refused;
  const queued = Math.min(window, people);
  const expected = { rows, lines: rows, added: people, refused, people, queued, jobs: queued };
  const is = { ...account.parse(found[0]), jobs };
  if (isDeepStrictEqual(is, expected)) return;
  throw new Error(`Expected ${JSON.stringify(expected)} in the ledger, got ${JSON.stringify(is)}`);
}
