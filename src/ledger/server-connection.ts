import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { PoolConfig } from 'pg';
import { isLoopback } from '../config/loopback.js';
import { RollcallError } from '../observe/rollcall-error.js';

/** What stands between the ledger's data and whoever can read or change what goes over the network. */
export type Protection =
  /** Nothing leaves this machine. */
  | 'here'
  /** Encrypted, by a server whose certificate is signed by who is trusted, for the name that was asked for. */
  | 'verified'
  /** Encrypted, by whoever answers. */
  | 'unverified'
  | 'none';

export interface ServerConnection {
  readonly config: PoolConfig;
  readonly protection: Protection;
}

/** What pg would make of them is decided here instead: its own reading changes with its versions, and with the environment. */
const ABOUT_TLS = [
  'sslmode',
  'ssl',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'sslnegotiation',
  'uselibpqcompat',
];

/**
 * How to reach the server of `DATABASE_URL`. Another machine is spoken to by TLS and its certificate verified, as by
 * `sslmode=verify-full`, unless `sslmode`, or else `PGSSLMODE`, is `disable` or `no-verify`; every other mode verifies as well. On this machine, and by
 * a socket, TLS is used where it is asked for.
 *
 * @throws RollcallError `database_certificate` where a file that the URL names cannot be read, `database_sslmode` where the mode
 *   does not exist: a `disable` that was misspelled would verify, and seem to be a fault of the server
 */
export function serverConnection(
  databaseUrl: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ServerConnection {
  const url = new URL(databaseUrl);
  const { searchParams: given } = url;
  const isHere = leadsHere(url, environment);
  const mode =
    known(modeOf(given), 'sslmode of DATABASE_URL') ??
    known(environment.PGSSLMODE, 'PGSSLMODE') ??
    '';
  const files = {
    ca: fileOf(given, 'sslrootcert'),
    cert: fileOf(given, 'sslcert'),
    key: fileOf(given, 'sslkey'),
  };
  const isDirect = given.getAll('sslnegotiation').at(-1) === 'direct';
  for (const name of ABOUT_TLS) given.delete(name);
  const connectionString = url.href;
  if (mode === 'disable' || (isHere && mode === '' && files.ca === undefined)) {
    return { config: { connectionString, ssl: false }, protection: isHere ? 'here' : 'none' };
  }
  // Said aloud, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment cannot turn it off.
  const ssl: ConnectionOptions = { ...files, rejectUnauthorized: mode !== 'no-verify' };
  const protection = mode === 'no-verify' ? 'unverified' : 'verified';
  const config: PoolConfig = {
    connectionString,
    ssl,
    ...(isDirect ? { sslnegotiation: 'direct' } : {}),
  };
  return { config, protection: isHere ? 'here' : protection };
}

/** As pg finds the host: a parameter outweighs the URL's own, and a path is a socket's directory. */
function leadsHere(
  { hostname, searchParams }: URL,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  const host = searchParams.getAll('host').at(-1) || decodeURIComponent(hostname);
  const found = host || environment.PGHOST || 'localhost';
  return found.startsWith('/') || isLoopback(found);
}

function modeOf(given: URLSearchParams): string | null {
  const ssl = given.getAll('ssl').at(-1);
  const mode = given.getAll('sslmode').at(-1) || ssl;
  if (mode === undefined) return null;
  return mode === '0' || mode === 'false' ? 'disable' : mode;
}

/** libpq's, pg's own `no-verify`, and what `ssl` may be. */
const MODES = /^(|true|1|disable|allow|prefer|require|verify-ca|verify-full|no-verify)$/;

function known(mode: string | null | undefined, name: string): string | null {
  if (mode === null || mode === undefined || MODES.test(mode)) return mode ?? null;
  throw new RollcallError(
    'database_sslmode',
    `Expected ${name} to be disable, no-verify or verify-full, got "${mode}".`,
  );
}

function fileOf(given: URLSearchParams, name: string): string | undefined {
  const path = given.getAll(name).at(-1);
  // libpq's word for the authorities that the system trusts, which are trusted anyway.
  if (path === undefined || path === '' || path === 'system') return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new RollcallError(
      'database_certificate',
      `The file that ${name} of DATABASE_URL names cannot be read: ${path}.`,
      { cause },
    );
  }
}
