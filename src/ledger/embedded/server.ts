import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { RollcallError } from '../../observe/rollcall-error.js';
import { systemCode } from '../../observe/system-code.js';
import { serverAccount } from './account.js';
import { findBinaries } from './binaries.js';
import { isServing, readPostmaster } from './postmaster.js';
import { runAs } from './run-as.js';

/** How to reach the embedded server. It listens on this machine's loopback address only. */
export interface ServerAddress {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: 'rollcall';
  readonly password: string;
  readonly database: 'postgres';
}

/** A share in the running server. Whoever gives back the last one stops it. */
export interface ServerShare {
  readonly address: ServerAddress;
  giveBack(): Promise<void>;
}

/**
 * Every process that uses the server holds this lock in common on one connection. The system frees it when the process
 * dies, whatever it died of, so that the count is always right and nothing has to be tidied up.
 */
const SHARE_LOCK = 7_265_666;

/** A server that recovers after a crash may take its time. */
const DEADLINE_MS = 60_000;

/** A start that fails may have met the child of a server just killed; that one is gone within moments. */
const START_DEADLINE_MS = 15_000;

/**
 * Joins the PostgreSQL server of `<home>/postgres`: makes the directory on first use, starts the server if it is down,
 * and takes over one that a killed process left behind.
 *
 * @throws RollcallError where it cannot be had within a minute; the message holds PostgreSQL's own words
 */
export async function joinServer(home: string): Promise<ServerShare> {
  const begun = Date.now();
  for (;;) {
    try {
      return await tryToJoin(home);
    } catch (cause) {
      // A server that is starting, stopping or recovering refuses for a moment, and two processes that start it together
      // get in each other's way once. All of that passes; what does not is reported when the time is up.
      if (Date.now() - begun > patienceMs(cause)) throw cause;
      await pause(100);
    }
  }
}

/** Whether a server of `<home>/postgres` is running. */
export function isServed(home: string): boolean {
  const directory = join(home, 'postgres');
  const postmaster = readPostmaster(directory);
  return postmaster !== null && isServing(directory, postmaster);
}

async function tryToJoin(home: string): Promise<ServerShare> {
  const directory = join(home, 'postgres');
  if (!existsSync(join(directory, 'PG_VERSION'))) await initialise(home, directory);
  const port = runningPort(directory) ?? (await start(directory));
  const address = addressOf(home, port);
  // Said aloud, as PGSSLMODE of the environment is about other servers.
  const connection = new pg.Client({ ...address, ssl: false, connectionTimeoutMillis: 5_000 });
  // The server ends connections when it stops; without a listener that would end this process too.
  connection.on('error', () => undefined);
  try {
    await connection.connect();
    await connection.query('SELECT pg_advisory_lock_shared($1)', [SHARE_LOCK]);
  } catch (cause) {
    await connection.end().catch(() => undefined);
    throw cause;
  }
  return { address, giveBack: () => giveBack(connection, directory) };
}

async function giveBack(connection: pg.Client, directory: string): Promise<void> {
  try {
    await connection.query('SELECT pg_advisory_unlock_shared($1)', [SHARE_LOCK]);
    const { rows } = await connection.query('SELECT pg_try_advisory_lock($1) AS last', [
      SHARE_LOCK,
    ]);
    // Whoever comes now waits for the shared lock until the server has gone, and then starts it anew.
    if (rows[0]?.last === true) await stop(directory);
  } finally {
    await connection.end().catch(() => undefined);
  }
}

function runningPort(directory: string): number | null {
  const postmaster = readPostmaster(directory);
  if (postmaster === null) return null;
  if (isServing(directory, postmaster)) return postmaster.port;
  // PostgreSQL itself takes a zombie, or another program with the old pid, for a living server and would not start.
  rmSync(join(directory, 'postmaster.pid'), { force: true });
  return null;
}

async function start(directory: string): Promise<number> {
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    // The server's log lies beside personal data but is not part of the ledger: it repeats neither values nor statements.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
  };
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
  await pgCtl(directory, [
    'start',
    '-w',
    '-t',
    '30',
    '-l',
    join(directory, 'server.log'),
    '-o',
    options.join(' '),
  ]);
  return port;
}

function stop(directory: string) {
  return pgCtl(directory, ['stop', '-w', '-t', '30', '-m', 'fast']);
}

function pgCtl(directory: string, args: readonly string[]) {
  const account = serverAccount();
  return runAs(account, [directory], findBinaries(account).pgCtl, ['-D', directory, '-s', ...args]);
}

/**
 * Makes the data directory under another name and moves it into place when it is complete, so that a kill in the middle
 * leaves nothing half-made and two processes do not build in the same place.
 */
async function initialise(home: string, directory: string): Promise<void> {
  const account = serverAccount();
  makeHome(home, account === null ? 0o700 : 0o755);
  const built = mkdtempSync(join(home, 'postgres-new-'));
  const passwords = mkdtempSync(join(tmpdir(), 'rollcall-'));
  const passwordFile = join(passwords, 'password');
  try {
    writeFileSync(passwordFile, `${passwordOf(home)}\n`, { mode: 0o600 });
    if (account !== null) {
      for (const path of [built, passwords, passwordFile])
        chownSync(path, account.uid, account.gid);
    }
    await runAs(account, [built, passwordFile], findBinaries(account).initdb, [
      `--pgdata=${built}`,
      '--username=rollcall',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
    ]);
    if (!existsSync(directory)) renameSync(built, directory);
  } finally {
    rmSync(built, { recursive: true, force: true });
    rmSync(passwords, { recursive: true, force: true });
  }
}

/** Waiting does not mend a place where nothing can be written. */
function makeHome(home: string, mode: number): void {
  try {
    mkdirSync(home, { recursive: true, mode });
    accessSync(home, constants.W_OK);
  } catch (cause) {
    throw new RollcallError(
      'home_unusable',
      `The directory of the ledger, ${home}, cannot be made or written in (${systemCode(cause)}). Name another one in ROLLCALL_HOME.`,
      { cause },
    );
  }
}

function addressOf(home: string, port: number): ServerAddress {
  return {
    host: '127.0.0.1',
    port,
    user: 'rollcall',
    password: passwordOf(home),
    database: 'postgres',
  };
}

/** The server's password, made on first use. Any local account can reach the port, but only the owner this file. */
function passwordOf(home: string): string {
  const path = join(home, 'postgres.password');
  try {
    // Fails where the file is there, so that of two processes the second reads what the first wrote.
    writeFileSync(path, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    if (systemCode(cause) !== 'EEXIST') throw cause;
  }
  return readFileSync(path, 'utf8');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        resolve(typeof address === 'object' && address !== null ? address.port : 0),
      );
    });
  });
}

function patienceMs(cause: unknown): number {
  if (cause instanceof RollcallError)
    return cause.code === 'embedded_postgres_failed' ? START_DEADLINE_MS : 0;
  // 28P01: the password file does not belong to this directory, and waiting does not mend that.
  return systemCode(cause) === '28P01' ? 0 : DEADLINE_MS;
}
