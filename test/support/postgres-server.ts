import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { serverAccount } from '../../src/ledger/embedded/account.js';
import { findBinaries } from '../../src/ledger/embedded/binaries.js';
import { runAs } from '../../src/ledger/embedded/run-as.js';
import { freePort } from './free-port.js';

/** A PostgreSQL that one test has to itself, to stop, to fill and to start again at the same address. */
export interface OwnPostgres {
  /** Of a database that belongs to `app`, who is no superuser. */
  readonly url: string;
  readonly port: number;
  start(): Promise<void>;
  /** `fast` tells every connection; `immediate` is what a power cut leaves behind. */
  stop(mode: 'fast' | 'immediate'): Promise<void>;
  /** Starts it anew, also where it has ended by itself. */
  restart(): Promise<void>;
  /** Has all its processes stand still, with their connections open, until what this gives is called. */
  freeze(): Promise<() => void>;
  /** Runs statements as the superuser in that database, on a connection of their own. */
  query(text: string): Promise<Record<string, unknown>[]>;
  /** Stops it, if it runs, and removes its files. */
  remove(): Promise<void>;
}

/**
 * @param settings of `postgresql.conf`
 * @param parent where its directory is made
 */
export async function startOwnPostgres(
  settings: Readonly<Record<string, string>> = {},
  parent = tmpdir(),
): Promise<OwnPostgres> {
  const account = serverAccount();
  const { initdb, pgCtl } = findBinaries(account);
  const directory = mkdtempSync(join(parent, 'rollcall-own-postgres-'));
  if (account !== null) chownSync(directory, account.uid, account.gid);
  const data = join(directory, 'data');
  const port = await freePort();
  const url = (user: string, database: string) =>
    `postgres://${user}@127.0.0.1:${port}/${database}`;
  const given = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings };
  const options = Object.entries(given).map(([name, value]) => `-c ${name}='${value}'`);
  const control = (...args: string[]) =>
    runAs(account, [directory], pgCtl, ['-D', data, '-s', '-w', ...args]);
  const make = ['--username=rollcall', '--auth=trust', '--encoding=UTF8', '--locale=C', '-N'];
  await runAs(account, [directory], initdb, [`--pgdata=${data}`, ...make]);
  let isRunning = false;
  const start = async () => {
    await control('start', '-l', join(directory, 'log'), '-o', options.join(' '));
    isRunning = true;
  };
  const stop = async (mode: 'fast' | 'immediate') => {
    await control('stop', '-m', mode);
    isRunning = false;
  };
  const query = async (text: string, database = 'app') => {
    const client = new pg.Client({ connectionString: url('rollcall', database) });
    // Told of by the statement as well; without a listener it would end the tests.
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  };
  let thaw: () => void = () => undefined;
  const freeze = async () => {
    const others = await query('SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()');
    // The one that lets people in stands first in its file.
    const [first = ''] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const pids = [Number(first), ...others.map(({ pid }) => Number(pid))];
    for (const pid of pids) signal(pid, 'SIGSTOP');
    thaw = () => {
      for (const pid of pids) signal(pid, 'SIGCONT');
    };
    return thaw;
  };
  await start();
  await query('CREATE ROLE app LOGIN', 'postgres');
  await query('CREATE DATABASE app OWNER app', 'postgres');
  return {
    url: url('app', 'app'),
    port,
    start,
    stop,
    freeze,
    query,
    async restart() {
      await control(
        'restart',
        '-m',
        'immediate',
        '-l',
        join(directory, 'log'),
        '-o',
        options.join(' '),
      );
    },
    async remove() {
      thaw();
      // It may have ended by itself, as without room on its disk.
      if (isRunning) await stop('immediate').catch(() => undefined);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}
