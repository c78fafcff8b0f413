import type { Pool } from 'pg';
import { run } from './statement.js';

/** Somebody to be looked up, by uuid where it is known and by identifier else. */
export interface PersonToFind {
  readonly inviteId: number;
  readonly authType: 'email' | 'sms';
  readonly identifier: string;
  readonly uuid: string | null;
}

/** What a look-up said of somebody; `uuid` is null where it told none. */
export interface Checked {
  readonly inviteId: number;
  readonly isFound: boolean;
  readonly uuid: string | null;
}

/** People of a client who have to be looked up before they are written to again or given up, at most `limit`. */
export function listDueChecks(pool: Pool, clientId: number, limit: number): Promise<number[]> {
  return ids(pool, 'list-due-checks', [clientId, limit]);
}

/** Those of `inviteIds` who are still due and have not been looked up since they were. */
export function readPeopleToCheck(
  pool: Pool,
  inviteIds: readonly number[],
): Promise<PersonToFind[]> {
  return run<PersonToFind & Record<string, unknown>>(pool, 'list-to-check', [inviteIds]);
}

/** Records that people have been looked up; who has activated is marked before, so that nobody writes to them in between. */
export async function saveChecks(pool: Pool, checked: readonly Checked[]): Promise<void> {
  await run(pool, 'save-checks', [
    checked.map(({ inviteId }) => inviteId),
    checked.map(({ isFound }) => isFound),
    checked.map(({ uuid }) => uuid),
  ]);
}

/** Notes why nobody of a client can be looked up; null: it works. The time of the first failure stands. */
export async function saveLookUpTrouble(
  pool: Pool,
  clientId: number,
  trouble: { readonly code: string; readonly message: string } | null,
): Promise<void> {
  await run(pool, 'save-look-up-trouble', [
    clientId,
    trouble?.code ?? null,
    trouble?.message ?? null,
  ]);
}

async function ids(pool: Pool, statement: string, values: unknown[]): Promise<number[]> {
  const rows = await run<{ id: number }>(pool, statement, values);
  return rows.map(({ id }) => id);
}
