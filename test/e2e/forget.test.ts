import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Company, foundCompany } from '../support/company.js';
import { type Finished, rollcall } from '../support/rollcall.js';

const ADDRESS = 'zanzibarquux@example.com';
const ROSTER = [
  'First name,Last name,Work email',
  `Zanzibarquux,Doe,${ADDRESS}`,
  'Grace,Hopper,grace@example.com',
].join('\n');

let company: Company;
let roster: string;

beforeAll(async () => {
  company = await foundCompany({ engine: 'postgres' });
  roster = join(company.directory, 'people.csv');
  writeFileSync(roster, ROSTER);
  expect(await cli('run', roster, '--yes')).toMatchObject({ exitCode: 0 });
});

afterAll(() => company?.close());

function cli(...args: string[]): Promise<Finished> {
  return rollcall(args, company.environment, company.directory);
}

const invited = () => company.sandbox.mailbox().length;

describe('the way of a request for access, and then for erasure', () => {
  test('show --export prints all that is stored as one document', async () => {
    const { stdout, exitCode } = await cli('show', ADDRESS, '--export');
    const document = JSON.parse(stdout);
    expect(document.invites).toMatchObject([{ identifier: ADDRESS, state: 'invited' }]);
    expect(document.rows).toMatchObject([
      { source: 'people.csv', row: { cells: ['Zanzibarquux', 'Doe', ADDRESS] } },
    ]);
    expect(stdout).not.toContain('grace');
    expect(exitCode).toBe(0);
  });

  test('forget says first what would go, and wants --yes', async () => {
    const dry = await cli('forget', ADDRESS, '--dry-run');
    expect(dry.stdout).toContain('Would be removed:\n  1 invite, 0 of them');
    expect(dry.exitCode).toBe(0);
    const asked = await cli('forget', ADDRESS);
    expect(asked.stderr).toContain('--yes');
    expect(asked.stderr).toContain('Nothing was changed');
    expect(asked.exitCode).toBe(2);
    expect((await cli('show', ADDRESS, '--export')).stdout).toContain('Zanzibarquux');
  });

  test('forget --yes removes it, and what is printed afterwards names nobody', async () => {
    const { stdout, exitCode } = await cli('forget', ADDRESS, '--yes', '--json');
    expect(JSON.parse(stdout)).toEqual({
      forgotten: true,
      invites: 1,
      cancelled: 0,
      rows: 1,
      synced: 0,
      changes: 0,
      suppressions: 0,
      linked: [],
    });
    expect(exitCode).toBe(0);
    const shown = await Promise.all([
      cli('show', ADDRESS),
      cli('show', ADDRESS, '--export'),
      cli('list'),
      cli('export'),
      cli('status', '1'),
    ]);
    const text = shown.map((one) => `${one.stdout}${one.stderr}`).join('\n');
    expect(text.toLowerCase()).not.toContain('zanzibarquux');
    expect(text).toContain('personal data removed');
    expect(text).toContain('grace@example.com');
    expect(shown.map((one) => one.exitCode)).toEqual([0, 0, 0, 0, 0]);
  });

  test('the same roster again invites nobody and keeps nothing of the row', async () => {
    const before = invited();
    const { exitCode, stdout } = await cli('run', roster, '--yes', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ batch: { added: 0, known: 1, rejected: 1 } });
    expect(invited()).toBe(before);
    // What was decided once does not have to be confirmed every night.
    expect((await cli('import', roster, '--strict')).exitCode).toBe(0);
    const rejects = await cli('rejects', '2');
    expect(rejects.stdout).toContain('identity.forgotten');
    expect(rejects.stdout.toLowerCase()).not.toContain('zanzibarquux');
  });

  test('a second request has nothing to remove; a stranger neither', async () => {
    const again = await cli('forget', ADDRESS, '--yes');
    expect(again.stderr).toContain('forgotten before');
    const stranger = await cli('forget', 'stranger@example.com', '--yes');
    expect(stranger.stderr).toContain('nothing of this person');
    expect([again.exitCode, stranger.exitCode]).toEqual([2, 2]);
  });

  test('an operator may lift it, and then the roster brings them in', async () => {
    const { stdout } = await cli('suppress', 'remove', ADDRESS);
    expect(stdout).toContain('1 address or number may be called again');
    const { exitCode } = await cli('run', roster, '--yes');
    expect(exitCode).toBe(0);
    expect((await cli('show', ADDRESS)).stdout).toContain(ADDRESS);
  });
});

describe('rollcall purge', () => {
  test('removes nothing where everybody is still to activate, and counts them', async () => {
    const { stdout, exitCode } = await cli('purge', '--older-than', '1s', '--yes', '--json');
    const told = JSON.parse(stdout);
    expect(told.people).toBe(0);
    expect(told.kept.open).toBeGreaterThan(0);
    expect(exitCode).toBe(0);
  });

  test('says by a dry run what would go', async () => {
    const { stdout } = await cli('purge', '--older-than', '90d', '--dry-run');
    expect(stdout).toContain('Would be removed: the personal data of 0 people');
    expect(stdout).toMatch(/^Kept: \d+ still to be invited or to activate/m);
  });

  test.each([['soon'], ['0d'], ['-1d']])('refuses a span of %s', async (span) => {
    const { stderr, exitCode } = await cli('purge', `--older-than=${span}`, '--yes');
    expect(stderr).toContain('90d');
    expect(exitCode).toBe(2);
  });
});
