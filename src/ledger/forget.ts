import type { Pool } from 'pg';
import { findNamingRows } from './named-cells.js';
import { rowDigest } from './row-digest.js';
import { type Connection, run, transaction } from './statement.js';
import type { Identity } from './suppression.js';

/** Somebody whose personal data was removed. */
export interface ForgottenPerson {
  readonly identifier: string;
  readonly forgottenAt: Date;
}

/** Who of these was forgotten: a roster that has them brings them in no more. */
export function findForgotten(
  pool: Connection,
  authType: Identity['authType'],
  identifiers: readonly string[],
): Promise<ForgottenPerson[]> {
  return run<ForgottenPerson & Record<string, unknown>>(pool, 'forget/find-forgotten', [
    authType,
    identifiers,
  ]);
}

/** What was removed of people, in rows of the ledger. */
export interface Erased {
  /** Invites, one for each client that had the person. */
  readonly invites: number;
  /** Those of them that were still to be called. */
  readonly cancelled: number;
  /** Rows of rosters, refused ones among them. */
  readonly rows: number;
  /** What syncs had of them. */
  readonly synced: number;
  /** Changes in the plans of syncs. */
  readonly changes: number;
  readonly suppressions: number;
}

/** Why nobody is forgotten now. */
export type Obstacle =
  | { readonly kind: 'call' }
  | { readonly kind: 'running' | 'held'; readonly sync: string; readonly run: number };

export type Forgetting =
  | { readonly obstacle: Obstacle }
  | {
      readonly obstacle: null;
      readonly erased: Erased;
      /** Addresses and numbers that the same people had before or have since, which are kept. */
      readonly linked: readonly string[];
      /** Whether nothing was there, because they had been forgotten before. */
      readonly wasForgotten: boolean;
    };

const NOTHING: Erased = {
  invites: 0,
  cancelled: 0,
  rows: 0,
  synced: 0,
  changes: 0,
  suppressions: 0,
};

/**
 * Removes the personal data of people wherever the ledger has it, all of it or none. Uuids, states, times and codes stay, so
 * that reports do. So does a keyed hash of each address or number, by which a later roster brings nobody in again.
 *
 * @param isDryRun does the same and takes it back
 */
export function forgetPeople(
  pool: Pool,
  identities: readonly Identity[],
  isDryRun: boolean,
): Promise<Forgetting> {
  return transaction(pool, async (connection) => {
    await connection.query('SAVEPOINT before');
    const forgetting = await forget(connection, identities);
    if (isDryRun || forgetting.obstacle !== null) {
      await connection.query('ROLLBACK TO SAVEPOINT before');
    }
    return forgetting;
  });
}

async function forget(
  connection: Connection,
  identities: readonly Identity[],
): Promise<Forgetting> {
  const authTypes = identities.map(({ authType }) => authType);
  const identifiers = identities.map(({ identifier }) => identifier);
  await run(connection, 'forget/lock-imports-out');
  // Suppressions come before invites, as wherever both are taken.
  const suppressed = await run<{ name: string }>(connection, 'forget/drop-suppressions', [
    authTypes,
    identifiers,
  ]);
  const locked = await run<{ id: number; isForgotten: boolean }>(connection, 'forget/lock-people', [
    authTypes,
    identifiers,
  ]);
  const ids = locked.filter(({ isForgotten }) => !isForgotten).map(({ id }) => id);
  await run(connection, 'forget/lock-updates', [ids]);
  // After the locks, so that whatever a worker has begun by now is in sight, and nothing more begins.
  const [obstacle] = await run<Obstacle & Record<string, unknown>>(
    connection,
    'forget/find-obstacle',
    [ids, identifiers],
  );
  if (obstacle !== undefined) return { obstacle };

  const linked = await run<{ identifier: string }>(connection, 'forget/list-linked', [ids]);
  const known = await wereForgotten(connection, identities);
  const people = await run<{ id: number }>(connection, 'forget/erase-sync-people', [
    ids,
    'request',
  ]);
  const changes = await run(connection, 'forget/erase-sync-changes', [
    ids,
    identifiers,
    people.map(({ id }) => id),
  ]);
  await run(connection, 'forget/drop-staged-rows');
  const rows = await run(connection, 'forget/erase-rows', [ids]);
  const refusals = await eraseRefusals(connection, identifiers);
  const invites = await eraseInvites(connection, ids);
  const erased = {
    ...invites,
    rows: rows.length + refusals.length,
    synced: people.length,
    changes: changes.length,
    suppressions: suppressed.length,
  };
  const isNothing = Object.entries(erased).every(([, count]) => count === 0);
  if (!isNothing) {
    await run(connection, 'forget/remember', [authTypes, identifiers, 'request']);
  }
  return {
    obstacle: null,
    erased,
    linked: linked.map(({ identifier }) => identifier),
    wasForgotten: isNothing && (known || locked.length > 0),
  };
}

async function wereForgotten(
  connection: Connection,
  identities: readonly Identity[],
): Promise<boolean> {
  for (const { authType, identifier } of identities) {
    const found = await findForgotten(connection, authType, [identifier]);
    if (found.length > 0) return true;
  }
  return false;
}

/** Refused rows that name them, and by which a sync would know such a row again. */
async function eraseRefusals(connection: Connection, identifiers: readonly string[]) {
  const rows = await findNamingRows(connection, identifiers);
  return await run(connection, 'forget/erase-named-refusals', [
    rows.map(({ batch }) => batch),
    rows.map(({ line }) => line),
    rows.map(({ cells }) => rowDigest(cells)),
  ]);
}

async function eraseInvites(connection: Connection, ids: readonly number[]) {
  const erased = await run<{ isCancelled: boolean }>(connection, 'forget/erase-people', [ids]);
  const cancelled = erased.filter(({ isCancelled }) => isCancelled).length;
  return { invites: erased.length, cancelled };
}

/**
 * Removes the data of people who were forgotten after their rows had been judged and before they were taken in. Nobody has
 * called them: a claim knows the forgotten.
 */
export async function eraseForgotten(
  pool: Pool,
  authType: Identity['authType'],
  identifiers: readonly string[],
): Promise<void> {
  const found = await findForgotten(pool, authType, identifiers);
  if (found.length === 0) return;
  const names = found.map(({ identifier }) => identifier);
  const authTypes = names.map(() => authType);
  await transaction(pool, async (connection) => {
    await run(connection, 'forget/lock-imports-out');
    const people = await run<EndedPerson & Record<string, unknown>>(
      connection,
      'forget/lock-people',
      [authTypes, names],
    );
    await eraseEnded(connection, people);
  });
}

/** People that are erased together, at most. */
const SET = 500;

/**
 * Removes the data of people whom a claim found to have been forgotten before: the import that brought them in was killed before it
 * could take them back.
 *
 * @returns how many invites were erased
 */
export async function eraseLeftBehind(pool: Pool): Promise<number> {
  const list = (connection: Connection) =>
    run<EndedPerson & Record<string, unknown>>(connection, 'forget/list-left-behind', [SET]);
  // Nearly always there is nobody, and imports need not wait to hear that.
  if ((await list(pool)).length === 0) return 0;
  return transaction(pool, async (connection) => {
    await run(connection, 'forget/lock-imports-out');
    return (await eraseEnded(connection, await list(connection))).invites;
  });
}

/** Somebody whose story has ended. */
export interface EndedPerson extends Identity {
  readonly id: number;
}

/** Removes the data of people whom the caller's transaction has locked, and who are in no call and no plan. */
export async function eraseEnded(
  connection: Connection,
  people: readonly EndedPerson[],
): Promise<Erased> {
  const ids = people.map(({ id }) => id);
  await run(connection, 'forget/remember', [
    people.map(({ authType }) => authType),
    people.map(({ identifier }) => identifier),
    'purge',
  ]);
  const synced = await run(connection, 'forget/erase-sync-people', [ids, 'purge']);
  const rows = await run(connection, 'forget/erase-rows', [ids]);
  const invites = await eraseInvites(connection, ids);
  return { ...NOTHING, ...invites, rows: rows.length, synced: synced.length };
}
