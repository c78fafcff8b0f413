import type { Pool } from 'pg';
import { type EndedPerson, eraseEnded } from './forget.js';
import { run, transaction } from './statement.js';

/** What a purge removes and whom it keeps, in rows of the ledger. */
export interface PurgeOutlook {
  /** People whose story ended before the time. */
  readonly people: number;
  /** Refused rows of batches from before it, which have no person. */
  readonly refusedRows: number;
  /** Changes in the plans of syncs that ended before it. */
  readonly changes: number;
  /** People who are still to be invited, or to activate. */
  readonly open: number;
  /** People whose story ended since. */
  readonly recent: number;
  /** People whose story ended before, and whom a sync has still or had since. */
  readonly synced: number;
  /** People whose story ended before, and who stand in a call or in a plan that is still to be carried out. */
  readonly underWay: number;
}

export type Purged = Pick<PurgeOutlook, 'people' | 'refusedRows' | 'changes'>;

/** What would be removed, and who is kept, as it stands now. */
export async function foreseePurge(pool: Pool, before: Date): Promise<PurgeOutlook> {
  const [outlook] = await run<PurgeOutlook & Record<string, unknown>>(pool, 'purge/count', [
    before,
  ]);
  if (outlook === undefined) throw new Error('Expected count to return its counts');
  return outlook;
}

export interface PurgeOptions {
  /** Everything that ended before this moment of the ledger's clock. */
  readonly before: Date;
  /** Rows that are removed together, each set in a transaction of its own. */
  readonly set: number;
  /** Stops between two sets; a later purge goes on from there. */
  readonly signal?: AbortSignal;
  /** Told after every set what has been removed so far. */
  onSet?(purged: Purged): void;
}

/** Removes personal data in sets. What has been removed stays so, however the process ends; the next purge does the rest. */
export async function purge(pool: Pool, options: PurgeOptions): Promise<Purged> {
  const { before, set, signal } = options;
  const purged = { people: 0, refusedRows: 0, changes: 0 };
  const goesOn = (count: number) => {
    options.onSet?.({ ...purged });
    return count === set && signal?.aborted !== true;
  };

  let last = 0;
  for (let more = true; more; ) {
    const people = await purgePeople(pool, before, last, set);
    purged.people += people.length;
    last = people.at(-1)?.id ?? last;
    more = goesOn(people.length);
  }
  let [batch, line] = [0, 0];
  for (let more = signal?.aborted !== true; more; ) {
    const values = [before, set, batch, line];
    const rows = await run<{ batch: number; line: number }>(pool, 'purge/erase-refusals', values);
    purged.refusedRows += rows.length;
    const end = rows.toSorted((a, b) => a.batch - b.batch || a.line - b.line).at(-1);
    if (end !== undefined) [batch, line] = [end.batch, end.line];
    more = goesOn(rows.length);
  }
  let change = 0;
  for (let more = signal?.aborted !== true; more; ) {
    const changes = await run<{ id: number }>(pool, 'purge/erase-changes', [before, set, change]);
    purged.changes += changes.length;
    change = changes.reduce((most, { id }) => Math.max(most, id), change);
    more = goesOn(changes.length);
  }
  return purged;
}

function purgePeople(
  pool: Pool,
  before: Date,
  last: number,
  set: number,
): Promise<readonly EndedPerson[]> {
  return transaction(pool, async (connection) => {
    await run(connection, 'forget/lock-imports-out');
    const people = await run<EndedPerson & Record<string, unknown>>(
      connection,
      'purge/list-ended',
      [before, last, set],
    );
    if (people.length > 0) await eraseEnded(connection, people);
    return people;
  });
}
