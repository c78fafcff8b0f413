import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { isServed } from '../../src/ledger/embedded/server.js';
import { type Company, everybodyInvited, foundCompany } from '../support/company.js';
import { ENGINES, type EngineKind } from '../support/engines.js';
import { type Environment, rollcall, start } from '../support/rollcall.js';

type LedgerKind = 'embedded' | 'server';
const COMBINATIONS = (['embedded', 'server'] as const).flatMap((ledger) =>
  ENGINES.map((engine): [LedgerKind, EngineKind] => [ledger, engine]),
);

describe.each(COMBINATIONS)('with the %s ledger and the queue on %s', (ledger, engine) => {
  let company: Company;
  afterEach(() => company.close());

  function environment(): Environment {
    const { DATABASE_URL, ...others } = company.environment;
    return ledger === 'server' && DATABASE_URL !== undefined ? { ...others, DATABASE_URL } : others;
  }
  const cli = (...args: string[]) => rollcall(args, environment(), company.directory);

  test('a roster is imported, worked off by two processes, and listed', async () => {
    company = await foundCompany({ engine });
    expect((await cli('import', company.writeRoster(100))).exitCode).toBe(0);
    const workers = [cli('work', '--until-drained'), cli('work', '--until-drained')];
    expect((await Promise.all(workers)).map(({ exitCode }) => exitCode)).toEqual([0, 0]);

    const { stdout } = await cli('list', '--json');
    const people = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const differing = people.filter(
      ({ identifier, uuid }) => company.sandbox.user(identifier)?.uuid !== uuid,
    );
    expect(people.map(({ state }) => state)).toEqual(Array.from({ length: 100 }, () => 'invited'));
    expect(differing).toEqual([]);
    expect(company.sandbox.account().users).toMatchObject({
      created: everybodyInvited(100).created,
      messages: 100,
    });
  });

  test('the embedded server runs only where there is no other, and only while a command does', async () => {
    company = await foundCompany({ engine });
    await cli('run', company.writeRoster(5));
    const home = join(company.directory, '.rollcall');
    expect(existsSync(home)).toBe(ledger === 'embedded');
    expect(isServed(home)).toBe(false);
  });
});

test('a reader that has seen enough ends the command, and the embedded server with it', async () => {
  const company = await foundCompany({ engine: 'postgres' });
  const { DATABASE_URL, ...environment } = company.environment;
  await rollcall(['import', company.writeRoster(5_000)], environment, company.directory);
  const list = start(['list'], environment, company.directory);
  list.child.stdout?.once('data', () => list.child.stdout?.destroy());
  expect(await list.finished).toMatchObject({ exitCode: 0, stderr: '' });
  expect(isServed(join(company.directory, '.rollcall'))).toBe(false);
  await company.close();
});
