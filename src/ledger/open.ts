import pg, { type Pool, type PoolClient, type PoolConfig } from 'pg';
import type { Secret } from '../config/secret.js';
import { passingTrouble } from '../observe/passing-trouble.js';
import { RollcallError } from '../observe/rollcall-error.js';
import { systemCode } from '../observe/system-code.js';
import { joinServer } from './embedded/server.js';
import { migrate } from './migrate.js';
import { sealIfEmpty } from './sealing/change-key.js';
import { openingParser } from './sealing/open-values.js';
import { join, keyOf, type LedgerState, Sealing, setSealing } from './sealing/sealing.js';
import { serverConnection } from './server-connection.js';

/** The open ledger. Everything that reads or writes it takes its `pool`. */
export interface Ledger {
  readonly pool: Pool;
  /** How the queue reaches the same database, where PostgreSQL carries it too. */
  readonly connection: PoolConfig;
  /** A further pool of connections to the ledger, which the caller ends. */
  openPool(connections: number): Pool;
  /** Names this ledger's queues; eight hexadecimal digits. */
  readonly id: string;
  /** Names the key with which personal values are sealed; null: they are not. */
  readonly dataKeyId: string | null;
  close(): Promise<void>;
}

export interface LedgerOptions {
  /** Directory of the embedded ledger, absolute. */
  readonly home: string;
  /** A PostgreSQL server to use instead. */
  readonly databaseUrl: string | null;
  /** The operator's key that wraps the ledger's data key: 32 bytes in base64. */
  readonly dataKey?: Secret | null;
  /** Connections of this process at most. */
  readonly connections?: number;
}

/**
 * Opens the ledger, starting the embedded one if need be, and brings its schema up to date. One that has nobody in it is sealed
 * where a key is given.
 *
 * @throws RollcallError `database_unreachable` where the server of `DATABASE_URL` does not answer; `database_untrusted` where
 * it is another machine and cannot show who it is; `data_key_missing`, `data_key_wrong` and `data_key_unused` where the key is not
 * as the ledger needs it
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { connection, leave } = await reach(options);
  const sealing = new Sealing();
  const openPool = (max: number) => poolOf(connection, max, sealing);
  const pool = openPool(options.connections ?? 10);
  const close = async () => {
    await pool.end();
    await leave();
  };
  try {
    await migrate(pool);
    const { id, keyId } = await begin(pool, sealing, options.dataKey ?? null);
    return { pool, connection, openPool, id, dataKeyId: keyId, close };
  } catch (cause) {
    await close();
    throw explained(cause);
  }
}

/**
 * Opens the ledger on one connection, for whoever changes whether it is sealed, and closes it however the work ends.
 *
 * @throws RollcallError as `openLedger`, but for the key: that is the work's to see to
 */
export async function withLedgerConnection<Result>(
  options: LedgerOptions,
  work: (connection: PoolClient, sealing: Sealing) => Promise<Result>,
): Promise<Result> {
  const { connection, leave } = await reach(options);
  const sealing = new Sealing();
  const pool = poolOf(connection, 1, sealing);
  try {
    await migrate(pool);
    const only = await pool.connect();
    return await work(only, sealing).finally(() => only.release());
  } catch (cause) {
    throw explained(cause);
  } finally {
    await pool.end();
    await leave();
  }
}

/** Where the ledger is, and how it is left. */
async function reach({ home, databaseUrl }: LedgerOptions) {
  if (databaseUrl !== null) {
    return { connection: serverConnection(databaseUrl).config, leave: async () => undefined };
  }
  const share = await joinServer(home);
  const connection: PoolConfig = { ...share.address, ssl: false };
  return { connection, leave: () => share.giveBack() };
}

/** Finds out whether the ledger is sealed, and by which key, before anything is read or written. */
async function begin(
  pool: Pool,
  sealing: Sealing,
  operatorKey: Secret | null,
): Promise<LedgerState> {
  const connection = await pool.connect();
  try {
    if (operatorKey !== null) await sealIfEmpty(connection, operatorKey);
    const state = await join(connection);
    const key = keyOf(state, operatorKey);
    if (key === null && operatorKey !== null) throw unused();
    sealing.use(key);
    return state;
  } finally {
    connection.release();
  }
}

function unused(): RollcallError {
  return new RollcallError(
    'data_key_unused',
    'A data key is given, and the ledger is not sealed. To seal it, stop everything that works with it and run: rollcall data-key add. To go on without, unset ROLLCALL_DATA_KEY.',
  );
}

function poolOf(connection: PoolConfig, max: number, sealing: Sealing): Pool {
  const pool = new pg.Pool({
    ...connection,
    max,
    connectionTimeoutMillis: 10_000,
    // A server that lost its power tells no connection of it: without asking, a statement would wait for ever.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'rollcall',
    options: '-c search_path=rollcall',
    types: { getTypeParser: (oid, format) => parserOf(sealing, oid, format) },
    // Whoever sends a query before the last is answered means it; see `sendTransaction`.
    pipeline: true,
    onConnect: (client) => sealing.welcome(client),
  });
  setSealing(pool, sealing);
  // A connection that drops is replaced by the pool, and whoever worked with it learns of it from the statement that fails.
  // Without listeners, of which the pool has one while the connection is idle only, it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (connection) => connection.on('error', () => undefined));
  return pool;
}

function explained(cause: unknown): unknown {
  const known = systemCode(cause);
  if (CERTIFICATE.test(known)) return untrusted(`its certificate is not trusted (${known})`, cause);
  // pg has no code for either; the second is of something that is no PostgreSQL.
  if (known === 'unknown' && /does not support SSL|establishing an SSL/.test(String(cause))) {
    return untrusted('it offers no TLS', cause);
  }
  const code = /^(E[A-Z]+|28...|3D000|08...)$/.test(known) ? known : passingTrouble(cause)?.code;
  if (code === undefined) return cause;
  return new RollcallError(
    'database_unreachable',
    `The ledger's database does not let Rollcall in (${code}). Check DATABASE_URL, and that the server runs.`,
    { cause },
  );
}

/** What Node and OpenSSL call a certificate that is refused. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

function untrusted(why: string, cause: unknown): RollcallError {
  return new RollcallError(
    'database_untrusted',
    `The ledger's database is on another machine, and ${why}. Nothing was sent to it. Name a company's own authority by ?sslrootcert=/path/to/ca.pem in DATABASE_URL or by NODE_EXTRA_CA_CERTS, and the server as its certificate does. On a network that you trust, ?sslmode=disable goes without TLS, and ?sslmode=no-verify takes any certificate.`,
    { cause },
  );
}

const BIGINT = 20;

/** Ids and counts fit a double, so bigint comes as a number; what is sealed comes opened; everything else as pg has it. */
function parserOf({ opens }: Sealing, oid: number, format?: 'text' | 'binary') {
  if (format === 'binary') return pg.types.getTypeParser(oid, format);
  if (oid === BIGINT) return Number;
  const parse = pg.types.getTypeParser(oid, format);
  return opens === null ? parse : openingParser(oid, parse, opens);
}
