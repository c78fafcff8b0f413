import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Company, foundCompany } from '../support/company.js';
import { rollcall, start } from '../support/rollcall.js';
import { until } from '../support/until.js';

const SECRET = 'xyzzy-plugh-secret';

let company: Company;
let home: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'rollcall-home-'));
  company = await foundCompany({
    engine: 'postgres',
    sandbox: { clients: [{ clientId: 'sandbox', secret: SECRET }] },
    environment: {
      // Empty counts as unset: the embedded server carries everything, and its processes are looked at too.
      DATABASE_URL: '',
      ROLLCALL_HOME: join(home, 'ledger'),
      NEXT_IDENTITY_CLIENT_SECRET: SECRET,
    },
  });
});

afterAll(async () => {
  await company?.close();
  rmSync(home, { recursive: true, force: true });
});

/** Titles and command lines of all processes that can be seen. */
function processLines(): string {
  return execFileSync('ps', ['-A', '-ww', '-o', 'args='], { encoding: 'utf8' });
}

/** Everything under a directory with what its group and all others may do with it. */
function open(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const { mode } = statSync(join(directory, name));
    return (mode & 0o077) === 0 ? [] : [`${name} ${(mode & 0o777).toString(8)}`];
  });
}

describe('while workers run on the embedded server', () => {
  test('no process has a secret or a person in its title or command line', async () => {
    const roster = company.writeRoster(20);
    const { exitCode } = await rollcall(
      ['import', roster, '--yes'],
      company.environment,
      company.directory,
    );
    expect(exitCode).toBe(0);
    const password = readFileSync(join(home, 'ledger/postgres.password'), 'utf8').trim();

    const workers = start(['work'], company.environment, company.directory);
    let lines = '';
    await until('everybody has their message', () => {
      lines += processLines();
      return company.sandbox.mailbox().length === 20;
    });
    lines += processLines();
    workers.child.kill('SIGTERM');
    await workers.finished;

    expect(lines).toContain('rollcall.js work');
    expect(lines).toContain('postgres');
    const encoded = Buffer.from(`sandbox:${SECRET}`).toString('base64');
    for (const mark of [SECRET, encoded, password, 'person7@example.com']) {
      expect(lines).not.toContain(mark);
    }
  });

  test('nobody but the owner can read what it wrote', () => {
    const ledger = join(home, 'ledger');
    expect(open(join(ledger, 'postgres'))).toEqual([]);
    expect(statSync(join(ledger, 'postgres')).mode & 0o077).toBe(0);
    const words = readdirSync(ledger).filter((name) => /password|\.log$/.test(name));
    expect(words).toContain('postgres.password');
    for (const name of words) expect(statSync(join(ledger, name)).mode & 0o077).toBe(0);
  });
});
