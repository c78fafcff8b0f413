import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Company, foundCompany } from '../support/company.js';
import { rollcall } from '../support/rollcall.js';

const FIXTURE = join(__dirname, '../../fixtures/employees.csv');

describe('rollcall plan', () => {
  let company: Company;
  afterEach(() => company.close());
  const cli = (...args: string[]) => rollcall(args, company.environment, company.directory);

  test('tells what an import would do, calls nobody and records nothing', async () => {
    company = await foundCompany({ engine: 'postgres' });
    const { exitCode, stdout } = await cli('plan', FIXTURE, '--json');
    const { plan, understood } = JSON.parse(stdout);
    expect(plan).toMatchObject({ rows: 500, added: 480, known: 0, duplicates: 5, rejected: 15 });
    expect(understood).toMatchObject({ encoding: 'utf-8', delimiter: ',', headerLine: 1 });
    expect(plan.samples[0].profile).toHaveProperty('emailAddress');
    expect(exitCode).toBe(0);
    expect(company.sandbox.account().calls).toBe(0);
    expect(JSON.parse((await cli('status', '--json')).stdout).batches).toEqual([]);
  });

  test('what it says of new and known people is what an import then does', async () => {
    company = await foundCompany({ engine: 'postgres' });
    await cli('import', company.writeRoster(30, 'first.csv'));
    const more = company.writeRoster(50, 'second.csv');
    const { plan } = JSON.parse((await cli('plan', more, '--json')).stdout);
    const { batch } = JSON.parse((await cli('import', more, '--json')).stdout);
    expect(plan).toMatchObject({ added: 20, known: 30 });
    expect(batch).toMatchObject({ added: plan.added, known: plan.known });
  });

  test('a file without a usable header is refused with 2, by plan as by import', async () => {
    company = await foundCompany({ engine: 'postgres' });
    const noMail = ['--map', 'Work email=ignore'];
    const roster = company.writeRoster(3);
    for (const command of ['plan', 'import']) {
      const { exitCode, stderr } = await cli(command, roster, ...noMail);
      expect(exitCode).toBe(2);
      expect(stderr).toContain('rollcall:');
    }
  });
});
