import type { Pool } from 'pg';
import { run } from './statement.js';

/** A person whom the ledger has already. */
export interface KnownPerson {
  readonly identifier: string;
  /** Whether it is the asking client that has the person. */
  readonly isOurs: boolean;
  readonly client: string;
  readonly profile: Readonly<Record<string, string | boolean>>;
  readonly locale: string | null;
  readonly employeeNumber: string | null;
  /** Whether an import would replace these data by others: no call has reached the person yet. */
  readonly takesNewData: boolean;
}

/** Who of these people is known, to the client or to another one; a person may be known to several. */
export function findPeople(
  pool: Pool,
  clientId: number | null,
  authType: string,
  identifiers: readonly string[],
): Promise<KnownPerson[]> {
  return run<KnownPerson>(pool, 'find-people', [clientId, authType, identifiers]);
}
