import type { Pool } from 'pg';
import { run } from './statement.js';

/** Somebody in doubt whom only a look-up or an operator can get out of it. */
export interface UndecidedPerson {
  readonly id: number;
  readonly client: string;
  readonly identifier: string;
  /** Since when it has not been known whether a call arrived. */
  readonly since: Date;
  readonly calls: number;
  readonly code: string | null;
  readonly message: string | null;
}

/** Whose doubts; what is null selects nobody out. */
export interface UndecidedSelection {
  readonly clientId: number | null;
  readonly batchId: number | null;
  /** Addresses in lower case, numbers in E.164. */
  readonly identifiers: readonly string[] | null;
}

/** People for whom no further call is made by itself, those in doubt the longest first. */
export function listUndecided(
  pool: Pool,
  { clientId, batchId, identifiers }: UndecidedSelection,
): Promise<UndecidedPerson[]> {
  return run<UndecidedPerson>(pool, 'list-undecided', [clientId, batchId, identifiers]);
}
