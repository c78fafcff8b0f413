import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { serverAccount } from '../../../src/ledger/embedded/account.js';
import { readPostmaster } from '../../../src/ledger/embedded/postmaster.js';
import { isServed, joinServer } from '../../../src/ledger/embedded/server.js';
import { until } from '../../support/until.js';
import { joinFromOwnProcess, type ShareHolder } from './share-holder.js';

let home: string;
const holders: ShareHolder[] = [];
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'rollcall-embedded-'));
});
afterEach(async () => {
  for (const holder of holders.splice(0)) await holder.leave();
  expect(isServed(home)).toBe(false);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function joined(): Promise<ShareHolder> {
  const holder = await joinFromOwnProcess(home);
  holders.push(holder);
  return holder;
}

const leave = (holder: ShareHolder) => {
  holders.splice(holders.indexOf(holder), 1);
  return holder.leave();
};
const kill = (holder: ShareHolder) => {
  holders.splice(holders.indexOf(holder), 1);
  return holder.kill();
};
const directory = () => join(home, 'postgres');

describe('the embedded server', () => {
  test('is made and started once where two processes come first at the same moment', async () => {
    const [one, two] = await Promise.all([joined(), joined()]);
    expect(one.port).toBe(two.port);
    expect(await two.query('SELECT current_user')).toEqual([{ current_user: 'rollcall' }]);
  });

  test('says at once where there can be none, and how to name another place', async () => {
    const file = join(home, 'postgres.password');
    for (const nowhere of [file, join(file, 'rollcall')]) {
      await expect(joinServer(nowhere)).rejects.toMatchObject({
        code: 'home_unusable',
        message: expect.stringMatching(
          /\((EEXIST|ENOTDIR)\)\. Name another one in ROLLCALL_HOME\./,
        ),
      });
    }
  });

  test('leaves nothing half-made behind, and is readable by its owner only', () => {
    const groupAndOthers = (path: string) => statSync(path).mode & 0o077;
    expect(existsSync(join(directory(), 'PG_VERSION'))).toBe(true);
    expect(groupAndOthers(directory())).toBe(0);
    expect(groupAndOthers(join(home, 'postgres.password'))).toBe(0);
    expect(readFileSync(join(home, 'postgres.password'), 'utf8')).toMatch(/^[\w-]{32}$/);
  });

  test('listens on this machine only, and lets in nobody without the password', async () => {
    const one = await joined();
    expect(await one.query('SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await one.query('SHOW unix_socket_directories')).toEqual([
      { unix_socket_directories: '' },
    ]);
    const login = { host: '127.0.0.1', port: one.port, user: 'rollcall', database: 'postgres' };
    for (const password of ['', 'rollcall', 'postgres']) {
      const stranger = new pg.Client({ ...login, password });
      await expect(stranger.connect()).rejects.toThrow(/password/);
    }
    await leave(one);
  });

  test('keeps its data from one start to the next', async () => {
    const one = await joined();
    await one.query('CREATE TABLE kept AS SELECT 1 AS row');
    await leave(one);
    expect(isServed(home)).toBe(false);
    expect(await (await joined()).query('SELECT * FROM kept')).toEqual([{ row: 1 }]);
  });

  test('runs until the last of its processes has left', async () => {
    const one = await joined();
    const two = await joined();
    expect(two.port).toBe(one.port);
    await leave(one);
    expect(isServed(home)).toBe(true);
    await leave(two);
    expect(isServed(home)).toBe(false);
  });

  test('stops when all leave at the same moment', async () => {
    const all = [await joined(), await joined(), await joined()];
    await Promise.all(all.map(leave));
    expect(isServed(home)).toBe(false);
  });

  test('lets a process in that comes while the last one leaves', async () => {
    const one = await joined();
    const [, two] = await Promise.all([leave(one), joined()]);
    expect(await two.query('SELECT 1 AS row')).toEqual([{ row: 1 }]);
  });

  test('serves on after a SIGKILL of its only process, and the next one stops it', async () => {
    const one = await joined();
    await kill(one);
    expect(isServed(home)).toBe(true);
    const two = await joined();
    expect(two.port).toBe(one.port);
    await leave(two);
    expect(isServed(home)).toBe(false);
  });

  test('is started again after a SIGKILL of itself, with all that it had acknowledged', async () => {
    const one = await joined();
    await one.query('CREATE TABLE acknowledged AS SELECT 2 AS row');
    process.kill(readPostmaster(directory())?.pid ?? 0, 'SIGKILL');
    await until('the server is gone', () => !isServed(home));
    await kill(one);
    expect(await (await joined()).query('SELECT * FROM acknowledged')).toEqual([{ row: 2 }]);
  });
});

describe('a postmaster.pid that was left behind', () => {
  const pidFile = (pid: number) =>
    writeFileSync(
      join(directory(), 'postmaster.pid'),
      `${pid}\n${directory()}\n1700000000\n5432\n`,
    );

  test('of a process that is gone does not keep the server from starting', async () => {
    const gone = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(gone, 'close');
    pidFile(gone.pid ?? 0);
    expect(await (await joined()).query('SELECT 1 AS row')).toEqual([{ row: 1 }]);
  });

  test('of a living process that is no server of this directory does not either', async () => {
    const { parent } = await otherPrograms();
    pidFile(parent.pid ?? 0);
    expect(isServed(home)).toBe(false);
    expect(await (await joined()).query('SELECT 1 AS row')).toEqual([{ row: 1 }]);
    await end(parent);
  });

  test('of a zombie that nobody will reap does not either', async () => {
    const { parent, zombie } = await otherPrograms();
    pidFile(zombie);
    expect(await (await joined()).query('SELECT 1 AS row')).toEqual([{ row: 1 }]);
    await end(parent);
  });
});

/**
 * A program that never asks after the child it was given, and that child, which has ended. Both belong to the server's account:
 * processes of others PostgreSQL itself does not take for a server.
 */
async function otherPrograms(): Promise<{ parent: ChildProcess; zombie: number }> {
  const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'], {
    ...serverAccount(),
    cwd: '/',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [pid] = await once(parent.stdout, 'data');
  return { parent, zombie: Number(String(pid)) };
}

async function end(program: ChildProcess): Promise<void> {
  program.kill('SIGKILL');
  await once(program, 'close');
}

describe('a password that does not belong to the database', () => {
  test('is refused at once', async () => {
    await joined();
    const path = join(home, 'postgres.password');
    const password = readFileSync(path);
    writeFileSync(path, 'another');
    await expect(joinFromOwnProcess(home)).rejects.toThrow(/password authentication failed/);
    writeFileSync(path, password);
  });
});
