import pg, { type Pool, type PoolConfig } from 'pg';
import { passingTrouble } from '../observe/passing-trouble.js';
import { RollcallError } from '../observe/rollcall-error.js';
import { systemCode } from '../observe/system-code.js';
import { joinServer } from './embedded/server.js';
import { migrate } from './migrate.js';
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
  close(): Promise<void>;
}

export interface LedgerOptions {
  /** Directory of the embedded ledger, absolute. */
  readonly home: string;
  /** A PostgreSQL server to use instead. */
  readonly databaseUrl: string | null;
  /** Connections of this process at most. */
  readonly connections?: number;
}

/**
 * Opens the ledger, starting the embedded one if need be, and brings its schema up to date.
 *
 * @throws RollcallError `database_unreachable` where the server of `DATABASE_URL` does not answer; `database_untrusted` where
 * it is another machine and cannot show who it is
 */
export async function openLedger({
  home,
  databaseUrl,
  connections = 10,
}: LedgerOptions): Promise<Ledger> {
  const share = databaseUrl === null ? await joinServer(home) : null;
  const connection: PoolConfig =
    share === null ? serverConnection(databaseUrl ?? '').config : { ...share.address, ssl: false };
  const openPool = (max: number) => poolOf(connection, max);
  const pool = openPool(connections);
  const close = async () => {
    await pool.end();
    await share?.giveBack();
  };
  try {
    await migrate(pool);
    const { rows } = await pool.query<{ id: string }>('SELECT id FROM ledger');
    return { pool, connection, openPool, id: rows[0]?.id ?? '', close };
  } catch (cause) {
    await close();
    throw explained(cause);
  }
}

function poolOf(connection: PoolConfig, max: number): Pool {
  const pool = new pg.Pool({
    ...connection,
    max,
    connectionTimeoutMillis: 10_000,
    // A server that lost its power tells no connection of it: without asking, a statement would wait for ever.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'rollcall',
    options: '-c search_path=rollcall',
    types: { getTypeParser },
    // Whoever sends a query before the last is answered means it; see `sendTransaction`.
    pipeline: true,
  });
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

/** Ids and counts fit a double, so bigint comes as a number; everything else as pg has it. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === BIGINT && format !== 'binary') return Number;
  return pg.types.getTypeParser(oid, format);
}
