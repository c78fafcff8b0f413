import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import {
  type Company,
  compareAccounts,
  everybodyInvited,
  foundCompany,
} from '../support/company.js';
import { ENGINES } from '../support/engines.js';
import { rollcall } from '../support/rollcall.js';

const FIXTURE = join(__dirname, '../../fixtures/employees.csv');
const FAST = { ROLLCALL_RATE_LIMIT: '1000 per second' };

describe.each(ENGINES)('a roster from file to uuid on %s', (engine) => {
  let company: Company;
  afterEach(() => company.close());
  const cli = (...args: string[]) => rollcall(args, company.environment, company.directory);

  test('run invites every good row, explains every bad one, and exits 0', async () => {
    company = await foundCompany({ engine, environment: FAST });
    const { exitCode, stdout } = await cli('run', FIXTURE, '--json');
    const report = JSON.parse(stdout);
    expect(report.states).toEqual({ invited: 480 });
    expect(report.batch).toMatchObject({ rows: 500, added: 480, duplicates: 5, rejected: 15 });
    expect(await compareAccounts(company)).toEqual(everybodyInvited(480));
    expect(exitCode).toBe(0);
  });

  test('importing the same file again makes no call', async () => {
    company = await foundCompany({ engine, environment: FAST });
    await cli('run', FIXTURE);
    const calls = company.sandbox.account().calls;
    const { exitCode, stdout } = await cli('run', FIXTURE, '--json');
    expect(JSON.parse(stdout).batch).toMatchObject({
      added: 0,
      known: 480,
      duplicates: 5,
      rejected: 15,
    });
    expect(company.sandbox.account().calls).toBe(calls);
    expect(exitCode).toBe(0);
  });

  test('the rejects, once mended, are invited', async () => {
    company = await foundCompany({ engine, environment: FAST });
    await cli('run', FIXTURE);
    const { stdout } = await cli('rejects', '1');
    const [header = [], ...rows] = parse(stdout);
    const email = header.indexOf('Work email');
    const locale = header.indexOf('Language');
    const mended = rows.map((row, n) =>
      row.map((cell, column) => {
        if (column === email) return `mended${n}@example.com`;
        return column === locale ? 'en-US' : cell.replaceAll(/\p{Cc}/gu, ' ');
      }),
    );
    const text = [header, ...mended]
      .map((row) => row.map((cell) => `"${cell}"`).join(','))
      .join('\n');
    const path = join(company.directory, 'mended.csv');
    writeFileSync(path, text);
    const again = await cli('run', path, '--json');
    expect(JSON.parse(again.stdout).batch).toMatchObject({ rows: 15, added: 15, rejected: 0 });
  });

  test('the export holds the roster with what became of each row', async () => {
    company = await foundCompany({ engine, environment: FAST });
    await cli('run', FIXTURE);
    const { stdout } = await cli('export');
    const rows = parse(stdout, { columns: true }) as Record<string, string>[];
    const original = parse(readFileSync(FIXTURE), {
      columns: true,
      relax_column_count: true,
    }) as Record<string, string>[];
    expect(rows.map((row) => row['Employee number'])).toEqual(
      original.map((row) => row['Employee number']),
    );
    expect(rows.filter((row) => row.rollcall_status === 'invited')).toHaveLength(485);
    expect(rows.filter((row) => row.rollcall_status === 'refused')).toHaveLength(15);
    expect(rows[0]?.rollcall_uuid).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('people who are there already are linked, and told apart', async () => {
    company = await foundCompany({ engine, environment: FAST });
    const roster = company.writeRoster(20);
    await cli('run', roster);
    // A second ledger knows nothing of them, Next Identity does.
    const second = await foundCompany({
      engine,
      environment: { ...FAST, NEXT_IDENTITY_BASE_URL: company.sandbox.url },
    });
    const { exitCode, stdout } = await rollcall(
      ['run', roster, '--json'],
      second.environment,
      second.directory,
    );
    await second.close();
    expect(JSON.parse(stdout).states).toEqual({ existing: 20 });
    expect(exitCode).toBe(0);
  });

  test('a refused secret stops the client, keeps every row, and goes on after resume', async () => {
    company = await foundCompany({
      engine,
      environment: { ...FAST, NEXT_IDENTITY_CLIENT_SECRET: 'wrong' },
    });
    const roster = company.writeRoster(200);
    const refused = await cli('run', roster);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('rollcall resume');
    expect(refused.stderr).not.toContain('wrong');
    expect((await compareAccounts(company)).states).toEqual({ queued: 200 });
    // A handful of calls were under way together; the other rows were not burnt.
    expect(company.sandbox.account().calls).toBeLessThan(100);

    await cli('resume');
    const mended = { ...company.environment, NEXT_IDENTITY_CLIENT_SECRET: 'sandbox-secret' };
    const { exitCode } = await rollcall(['work', '--until-drained'], mended, company.directory);
    expect(exitCode).toBe(0);
    expect(await compareAccounts(company)).toEqual(everybodyInvited(200));
  });

  test('list --json has a line for each person with all that scripts need', async () => {
    company = await foundCompany({ engine, environment: FAST });
    await cli('run', company.writeRoster(3));
    const { stdout } = await cli('list', '--json', '--state', 'invited');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(3);
    expect(lines[0]).toEqual({
      id: expect.any(Number),
      batch: 1,
      line: 2,
      identifier: 'person0@example.com',
      state: 'invited',
      uuid: company.sandbox.user('person0@example.com')?.uuid,
      code: null,
      message: null,
      attempts: 1,
      invitedAt: expect.any(String),
      ...{ activatedAt: null, activatedBy: null },
      ...{ resends: 0, lastMessageAt: expect.any(String), nextStep: null, nextAt: null },
    });
  });

  test('cancelled people are not called, and are invited after a retry', async () => {
    company = await foundCompany({ engine, environment: FAST });
    await cli('import', company.writeRoster(30));
    const unasked = await cli('cancel', '--batch', '1');
    expect(unasked.exitCode).toBe(2);
    expect(unasked.stderr).toContain('rollcall cancel --batch 1 --yes');
    await cli('cancel', '--batch', '1', '--yes');
    await cli('work', '--until-drained');
    expect(company.sandbox.account().calls).toBe(0);
    await cli('retry', '--batch', '1', '--state', 'cancelled', '--yes');
    await cli('work', '--until-drained');
    expect(await compareAccounts(company)).toEqual(everybodyInvited(30));
  });

  test('a paused client makes no call until it is resumed', async () => {
    company = await foundCompany({ engine, environment: FAST });
    await cli('import', company.writeRoster(10));
    await cli('pause');
    const paused = await cli('work', '--until-drained');
    expect(paused.exitCode).toBe(1);
    expect(company.sandbox.account().calls).toBe(0);
    await cli('resume');
    expect((await cli('work', '--until-drained')).exitCode).toBe(0);
    expect(company.sandbox.account().users.created).toBe(10);
  });
});

describe('when a server is not there', () => {
  test.each([
    ['Redis', { REDIS_URL: 'redis://127.0.0.1:1' }, 'Check REDIS_URL'],
    ['the database', { DATABASE_URL: 'postgres://127.0.0.1:1/rollcall' }, 'Check DATABASE_URL'],
  ])('a command says so at once and exits 1: %s', async (_, environment, remedy) => {
    const company = await foundCompany({ engine: 'postgres', environment });
    const { exitCode, stderr } = await rollcall(
      ['run', company.writeRoster(1)],
      company.environment,
      company.directory,
    );
    await company.close();
    expect(stderr).toContain(remedy);
    expect(exitCode).toBe(1);
  });
});
