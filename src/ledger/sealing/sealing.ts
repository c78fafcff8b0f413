import type { ClientBase } from 'pg';
import type { Secret } from '../../config/secret.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import type { DataKey } from './data-key.js';
import { unwrapKey } from './wrapped-key.js';

/**
 * What the connections of a process do with personal values: seal them on their way in, and open them on their way out. Both by
 * one key, or neither; but where a ledger goes over from one to the other.
 */
export class Sealing {
  seals: DataKey | null = null;
  opens: DataKey | null = null;
  /** Whether it is known by now how the ledger is; connections that are made before ask for nothing else. */
  #isKnown = false;

  /** Goes by the key of the ledger; null: it is not sealed. */
  use(key: DataKey | null): void {
    this.seals = key;
    this.opens = key;
    this.#isKnown = true;
  }

  /**
   * To be awaited for each new connection. Whoever is connected keeps the ledger from being sealed or opened; and a process that
   * was not, while that was done, must not write as it did before.
   *
   * @throws RollcallError `data_key_changed`
   */
  async welcome(connection: ClientBase): Promise<void> {
    sealings.set(connection, this);
    if (!this.#isKnown) return;
    const { keyId } = await join(connection);
    if (keyId === (this.seals?.id ?? null)) return;
    throw new RollcallError(
      'data_key_changed',
      'The ledger has been sealed, or its data key removed, since this process began. Start it again, with the ROLLCALL_DATA_KEY that the ledger has now.',
    );
  }
}

/** By pool, and by connection of it. */
const sealings = new WeakMap<object, Sealing>();

export function setSealing(pool: object, sealing: Sealing): void {
  sealings.set(pool, sealing);
}

/** The key with which values are sealed that this pool or connection is given; null: they stay as they are. */
export function sealingKey(connection: object): DataKey | null {
  return sealings.get(connection)?.seals ?? null;
}

/** What the ledger says of itself. */
export interface LedgerState {
  /** Names its queues. */
  readonly id: string;
  /** The wrapped data key and its id; null: personal values are not sealed. */
  readonly wrappedKey: Buffer | null;
  readonly keyId: string | null;
  /** Null where there is a data key: it is wrapped with that. */
  readonly forgetKey: Buffer | null;
}

/** Any number that no other program on the same database is likely to lock. */
const SEALING_LOCK = 7_265_669;

/** Has a connection count as one that knows how the ledger is, for as long as it is there; and reads how it is. */
export async function join(connection: ClientBase): Promise<LedgerState> {
  await connection.query('SELECT pg_advisory_lock_shared($1)', [SEALING_LOCK]);
  // In a statement of its own: what waits for the lock and reads behind it sees the ledger as it was before.
  return await readState(connection);
}

/** Keeps all others out until the connection ends, or leaves by `readmit`; false where there are any. */
export async function keepOthersOut(connection: ClientBase): Promise<boolean> {
  const { rows } = await connection.query<{ alone: boolean }>(
    'SELECT pg_try_advisory_lock($1) AS alone',
    [SEALING_LOCK],
  );
  return rows[0]?.alone === true;
}

export async function readmit(connection: ClientBase): Promise<void> {
  await connection.query('SELECT pg_advisory_unlock($1)', [SEALING_LOCK]);
}

export async function readState(connection: ClientBase): Promise<LedgerState> {
  const { rows } = await connection.query<LedgerState>(
    'SELECT id, data_key AS "wrappedKey", data_key_id AS "keyId", forget_key AS "forgetKey" FROM ledger',
  );
  const [state] = rows;
  if (state === undefined) throw new Error('Expected the ledger to have its row');
  return state;
}

/**
 * The key of a ledger, by the operator's; null where it has none.
 *
 * @throws RollcallError `data_key_missing`, `data_key_wrong`
 */
export function keyOf(
  { wrappedKey, keyId }: LedgerState,
  operatorKey: Secret | null,
): DataKey | null {
  if (wrappedKey === null || keyId === null) return null;
  if (operatorKey !== null) return unwrapKey(keyId, wrappedKey, operatorKey);
  throw new RollcallError(
    'data_key_missing',
    'The ledger is sealed, and no key is given. Set ROLLCALL_DATA_KEY, or name a file in ROLLCALL_DATA_KEY_FILE.',
  );
}
