import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { serverAccount } from '../../src/ledger/embedded/account.js';
import { findBinaries } from '../../src/ledger/embedded/binaries.js';
import { runAs } from '../../src/ledger/embedded/run-as.js';
import { freePort } from './free-port.js';

/** A PostgreSQL that one test has to itself, to stop, to fill and to start again at the same address. */
export interface OwnPostgres {
  readonly url: string;
  readonly port: number;
  start(): Promise<void>;
  /** `fast` tells every connection; `immediate` is what a power cut leaves behind. */
  stop(mode: 'fast' | 'immediate'): Promise<void>;
  /** Runs statements as the superuser, on a connection of their own. */
  query(text: string): Promise<Record<string, unknown>[]>;
  /** Stops it, if it runs, and removes its files. */
  remove(): Promise<void>;
}

/** @param settings of `postgresql.conf` */
export async function startOwnPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<OwnPostgres> {
  const account = serverAccount();
  const { initdb, pgCtl } = findBinaries(account);
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-own-postgres-'));
  if (account !== null) chownSync(directory, account.uid, account.gid);
  const data = join(directory, 'data');
  const port = await freePort();
  const url = `postgres://rollcall@127.0.0.1:${port}/postgres`;
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
  await start();
  return {
    url,
    port,
    start,
    stop,
    async query(text) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query(text)).rows;
      } finally {
        await client.end();
      }
    },
    async remove() {
      if (isRunning) await stop('immediate');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
