import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { listBatches } from '../../src/ledger/batches.js';
import { openLedger } from '../../src/ledger/open.js';
import {
  type Company,
  compareAccounts,
  everybodyInvited,
  foundCompany,
} from '../support/company.js';
import { rollcall, start } from '../support/rollcall.js';
import { until } from '../support/until.js';

let company: Company;
beforeEach(async () => {
  company = await foundCompany({
    engine: 'postgres',
    environment: { ROLLCALL_RATE_LIMIT: '1000 per second' },
  });
});
afterEach(() => company.close());

const cli = (...args: string[]) => rollcall(args, company.environment, company.directory);
const cliWithInput = (input: string, ...args: string[]) =>
  rollcall(args, company.environment, company.directory, input);

function write(name: string, content: string | Buffer): string {
  const path = join(company.directory, name);
  writeFileSync(path, content);
  return path;
}

/** One configuration file beside the environment's client. */
const configure = (content: object) => write('rollcall.config.json', JSON.stringify(content));

const ONE_BAD = 'Work email\na@x.example\nb@x.example\nnobody\n';

/** Nothing at all stands in the ledger, not even a batch. */
async function expectNothingTakenIn(): Promise<void> {
  const { batches, states } = JSON.parse((await cli('status', '--json')).stdout);
  expect({ batches, states }).toEqual({ batches: [], states: {} });
  expect(company.sandbox.account().calls).toBe(0);
}

describe.each(['import', 'run'])('rollcall %s', (command) => {
  test('shows the plan first, beside the report', async () => {
    const { exitCode, stdout, stderr } = await cli(command, company.writeRoster(3));
    expect(stderr).toContain('3  new people would be invited');
    expect(stdout).toMatch(/^Batch 1: /);
    expect(exitCode).toBe(0);
  });

  test('shows nobody of the plan where it may be a log', async () => {
    const { stdout, stderr } = await cli(command, company.writeRoster(3), '--json');
    expect(stderr).not.toContain('example.com');
    const { plan, batch } = JSON.parse(stdout);
    expect(plan).toMatchObject({ rows: 3, added: 3, rejected: 0 });
    expect(batch).toMatchObject({ rows: 3, added: 3, rejected: 0 });
    expect(stdout).not.toContain('example.com');
  });

  test('wants --yes for a roster of which much would be refused', async () => {
    const path = write('bad.csv', ONE_BAD);
    const refused = await cli(command, path);
    expect(refused.exitCode).toBe(2);
    expect(refused.stdout).toBe('');
    expect(refused.stderr).toContain('1 of 3 rows would be refused, more than 10 %');
    expect(refused.stderr).toContain(`To do it, type: rollcall ${command} ${path} --yes`);
    await expectNothingTakenIn();
    const taken = await cli(command, path, '--yes', '--json');
    expect(taken.exitCode).toBe(0);
    expect(JSON.parse(taken.stdout).batch).toMatchObject({ rows: 3, added: 2, rejected: 1 });
  });

  test('takes nothing in with --strict where one row is refused, and says why', async () => {
    const path = write('bad.csv', ONE_BAD);
    const { exitCode, stderr } = await cli(command, path, '--strict', '--yes');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('1 row is refused (1 × email.malformed)');
    expect(stderr).toContain('email.malformed  (line 4)');
    await expectNothingTakenIn();
  });

  test('takes a roster in with --strict whose refused rows are of suppressed people', async () => {
    await cli('suppress', 'add', 'b@x.example', '--reason', 'asked for it');
    const path = write('good.csv', 'Work email\na@x.example\nb@x.example\n');
    const { exitCode, stdout } = await cli(command, path, '--strict', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).batch).toMatchObject({ added: 1, rejected: 1 });
    const bad = await cli(command, write('bad.csv', ONE_BAD), '--strict');
    expect(bad.stderr).toContain('1 row is refused (1 × email.malformed)');
  });

  test('takes standard input in, which it reads twice', async () => {
    const roster = readFileSync(company.writeRoster(20), 'utf8');
    const { exitCode, stdout } = await cliWithInput(roster, command, '-', '--json');
    expect(exitCode).toBe(0);
    const { batch } = JSON.parse(stdout);
    expect(batch).toMatchObject({ source: 'standard input', rows: 20, added: 20 });
  });
});

describe('a roster that breaks off', () => {
  const rows = Array.from({ length: 20_000 }, (_, n) => `person${n}@example.com\n`).join('');

  test.each([
    ['in a quote mark', `Work email\n${rows}"open@example.com\n`, 'is never closed'],
    ['in its archive', gzipSync(`Work email\n${rows}`).subarray(0, -100), 'damaged or cut off'],
  ])('%s is refused before its first row', async (_, content, reason) => {
    const { exitCode, stderr } = await cli('import', write('broken.csv', content), '--yes');
    expect(exitCode).toBe(2);
    expect(stderr).toContain(reason);
    await expectNothingTakenIn();
  });
});

describe('limits and mappings of the configuration', () => {
  test('say from how many rows on an import asks', async () => {
    configure({ clients: {}, import: { askAbove: { rows: 4 } } });
    expect((await cli('import', company.writeRoster(4))).exitCode).toBe(0);
    const { exitCode, stderr } = await cli('import', company.writeRoster(5));
    expect(exitCode).toBe(2);
    expect(stderr).toContain('it has 5 rows, more than 4');
  });

  test('make every import strict, unless it is typed otherwise', async () => {
    configure({ clients: {}, import: { strict: true, askAbove: { refusedShare: 1 } } });
    const path = write('bad.csv', ONE_BAD);
    expect((await cli('plan', path)).exitCode).toBe(2);
    expect((await cli('import', path)).exitCode).toBe(2);
    expect((await cli('plan', path, '--no-strict')).exitCode).toBe(0);
    expect((await cli('import', path, '--no-strict')).exitCode).toBe(0);
  });

  test('tell plan and import alike what a column is, and are outweighed by what is typed', async () => {
    const { sandbox, environment } = company;
    const client = {
      baseUrl: sandbox.url,
      clientId: 'sandbox',
      clientSecret: { env: 'NEXT_IDENTITY_CLIENT_SECRET' },
      redirectUri: environment.NEXT_IDENTITY_REDIRECT_URI,
      roster: { map: { 'Login name': 'emailAddress', Team: 'department' }, delimiter: 'semicolon' },
    };
    configure({ clients: { germany: client } });
    const path = write('people.csv', 'Login name;Team\na@x.example;Engines\n');
    const forGermany = ['--client', 'germany', '--json'];
    const planned = JSON.parse((await cli('plan', path, ...forGermany)).stdout).plan;
    const person = { emailAddress: 'a@x.example', department: 'Engines' };
    expect(planned.samples[0].profile).toEqual(person);
    const typed = await cli('plan', path, ...forGermany, '--map', 'team=ignore');
    expect(JSON.parse(typed.stdout).plan.samples[0].profile).toEqual({
      emailAddress: 'a@x.example',
    });
    await cli('run', path, ...forGermany);
    expect(sandbox.user('a@x.example')?.profile).toMatchObject({ department: 'Engines' });
  });
});

test('plan exits 2 where --strict would refuse the import, and shows the plan all the same', async () => {
  const path = write('bad.csv', ONE_BAD);
  expect((await cli('plan', path)).exitCode).toBe(0);
  const { exitCode, stdout } = await cli('plan', path, '--strict', '--json');
  expect(exitCode).toBe(2);
  expect(JSON.parse(stdout).plan).toMatchObject({ rows: 3, rejected: 1 });
});

test('a roster that changes while it is taken in leaves a batch that says how to go on, and goes on', async () => {
  // Of plain ASCII, some megabytes would be read for the encoding before the first row is.
  const rows = Array.from({ length: 40_000 }, (_, n) => `Zoë,Number ${n},person${n}@example.com\n`);
  const roster = write('people.csv', `First name,Last name,Work email\n${rows.join('')}`);
  const running = start(['import', roster, '--yes'], company.environment, company.directory);
  const ledger = await openLedger({ home: '', databaseUrl: company.databaseUrl });
  try {
    await until('the batch has rows', async () => {
      const [batch] = await listBatches(ledger.pool, 1);
      return batch !== undefined && batch.rows > 0;
    });
  } finally {
    await ledger.close();
  }
  appendFileSync(roster, 'Eve,Late,late@example.com\n');
  const { exitCode, stdout, stderr } = await running.finished;
  expect(exitCode).toBe(1);
  expect(stderr).toContain('The roster was changed while it was being read.');
  for (const told of [stderr, stdout, (await cli('list', '--batch', '1')).stderr]) {
    expect(told).toContain('rollcall import <file>');
    expect(told).toContain('rollcall cancel --batch 1');
  }
  expect((await cli('status')).stdout).toContain('not read to its end, see: rollcall status 1');

  const again = JSON.parse((await cli('import', roster, '--yes', '--json')).stdout).batch;
  const { batch: first } = JSON.parse((await cli('status', '1', '--json')).stdout);
  expect(first.finishedAt).toBeNull();
  expect(again).toMatchObject({ rows: 40_001, known: first.added, added: 40_001 - first.added });
});

test('a run goes on where a broken-off one ended, and calls everybody once', async () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, n) => `person${n}@example.com\n`).join('');
  await cli('run', write('people.csv', `Work email\n${rows(30)}`));
  await cli('run', write('people.csv', `Work email\n${rows(50)}`));
  expect(await compareAccounts(company)).toEqual(everybodyInvited(50));
});
