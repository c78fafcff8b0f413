import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { openLedger } from '../../src/ledger/open.js';
import { openRelay, type Passing } from '../contract/relay.js';
import {
  type Company,
  compareAccounts,
  everybodyInvited,
  foundCompany,
} from '../support/company.js';
import { ENGINES, type EngineKind } from '../support/engines.js';
import { rollcall, start } from '../support/rollcall.js';
import { until } from '../support/until.js';

/** More than two sets of rows. */
const PEOPLE = 1_200;

let company: Company;
afterEach(() => company.close());

const cli = (...args: string[]) => rollcall(args, company.environment, company.directory);
const startCli = (...args: string[]) => start(args, company.environment, company.directory);

async function found(engine: EngineKind): Promise<void> {
  const environment = { ROLLCALL_RATE_LIMIT: '1000 per second' };
  company = await foundCompany({ engine, environment });
}

/** The rows of a roster under its header in another order. */
function turnedRound(roster: string): string {
  const [header = '', ...rows] = readFileSync(roster, 'utf8').trimEnd().split('\n');
  const path = join(company.directory, 'turned-round.csv');
  writeFileSync(path, `${[header, ...rows.toReversed()].join('\n')}\n`);
  return path;
}

interface Known {
  readonly identifier: string;
  readonly state: string;
  readonly profile: Readonly<Record<string, unknown>>;
}

/** Everybody in the ledger, in an order that no import has a part in. */
async function people(): Promise<Known[]> {
  const { pool, close } = await openLedger({ home: '', databaseUrl: company.databaseUrl });
  try {
    const { rows } = await pool.query<Known>(
      'SELECT identifier, state, profile FROM invite ORDER BY identifier COLLATE "C"',
    );
    return rows;
  } finally {
    await close();
  }
}

/** What one import of the roster leaves behind, when everybody has been called. */
function afterOneImport(): Known[] {
  const all = Array.from({ length: PEOPLE }, (_, n) => {
    const emailAddress = `person${n}@example.com`;
    const profile = { firstName: 'Ada', lastName: `Number ${n}`, emailAddress };
    return { identifier: emailAddress, state: 'invited', profile };
  });
  return all.sort((a, b) => (a.identifier < b.identifier ? -1 : 1));
}

async function expectOneCallForEach(): Promise<void> {
  expect((await cli('work', '--until-drained')).exitCode).toBe(0);
  expect(await people()).toEqual(afterOneImport());
  expect(await compareAccounts(company)).toEqual(everybodyInvited(PEOPLE));
  expect(company.sandbox.account().calls).toBe(PEOPLE);
}

/** Starts an import and kills it while it takes in its third set of rows. */
async function killHalfway(roster: string): Promise<void> {
  const ledger = await openLedger({ home: '', databaseUrl: company.databaseUrl });
  const gate = new pg.Client({ connectionString: company.databaseUrl });
  await gate.connect();
  try {
    await ledger.pool.query(`
      CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END $$;
      CREATE TRIGGER gate BEFORE INSERT ON roster_row FOR EACH ROW WHEN (NEW.line = 1100) EXECUTE FUNCTION wait_at_gate()`);
    await gate.query('SELECT pg_advisory_lock(1)');
    const doomed = startCli('import', roster, '--yes');
    const standing = `FROM pg_stat_activity a JOIN pg_locks l USING (pid)
      WHERE a.datname = current_database() AND l.locktype = 'advisory' AND l.objid = 1 AND NOT l.granted`;
    await until('the import stands at the gate', async () => {
      const { rows } = await gate.query(`SELECT ${standing}`);
      return rows.length > 0;
    });
    doomed.child.kill('SIGKILL');
    await doomed.finished;
    // What the process had sent already would be carried out behind the gate; its connection ends here instead.
    await gate.query(`SELECT pg_terminate_backend(pid) ${standing}`);
    await ledger.pool.query('DROP TRIGGER gate ON roster_row');
    const { rows } = await ledger.pool.query('SELECT rows FROM batch WHERE finished_at IS NULL');
    expect(rows).toEqual([{ rows: 1_000 }]);
  } finally {
    await gate.end();
    await ledger.close();
  }
}

describe.each(ENGINES)(
  'the same roster leaves the same ledger, and one call for each, on %s',
  (engine) => {
    test('imported twice', async () => {
      await found(engine);
      const roster = company.writeRoster(PEOPLE);
      await cli('import', roster, '--yes');
      await cli('import', roster, '--yes');
      await expectOneCallForEach();
    });

    test('imported again in another order after everybody was called', async () => {
      await found(engine);
      const roster = company.writeRoster(PEOPLE);
      await cli('run', roster, '--yes');
      const again = await cli('run', turnedRound(roster), '--yes', '--json');
      expect(JSON.parse(again.stdout).batch).toMatchObject({ rows: PEOPLE, known: PEOPLE });
      await expectOneCallForEach();
    });

    test('imported by two processes at once, which call as well, in opposite orders', async () => {
      await found(engine);
      const roster = company.writeRoster(PEOPLE);
      const ends = await Promise.all(
        [roster, turnedRound(roster)].map((path) => cli('run', path, '--yes', '--json')),
      );
      expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
      const batches = ends.map(({ stdout }) => JSON.parse(stdout).batch);
      expect(batches[0].added + batches[1].added).toBe(PEOPLE);
      expect(batches[0].known + batches[1].known).toBe(PEOPLE);
      await expectOneCallForEach();
    });

    test('imported after an import was killed half-way', async () => {
      await found(engine);
      const roster = company.writeRoster(PEOPLE);
      await killHalfway(roster);
      await cli('import', roster, '--yes');
      await expectOneCallForEach();
    });
  },
);

describe.each(ENGINES)('rosters with other data on %s', (engine) => {
  test('imported at once leave everybody with the data of one of them, and one call for each', async () => {
    await found(engine);
    const roster = company.writeRoster(PEOPLE);
    const renamed = join(company.directory, 'renamed.csv');
    writeFileSync(renamed, readFileSync(turnedRound(roster), 'utf8').replaceAll('Ada', 'Grace'));
    const ends = await Promise.all(
      [roster, renamed].map((path) => cli('import', path, '--yes', '--json')),
    );
    const batches = ends.map(({ stdout }) => JSON.parse(stdout).batch);
    expect(batches[0].added + batches[1].added).toBe(PEOPLE);
    expect(batches[0].updated + batches[1].updated).toBe(PEOPLE);
    await cli('work', '--until-drained');
    const names = (await people()).map(({ profile }) => profile.firstName);
    expect(names.filter((name) => name === 'Ada' || name === 'Grace')).toHaveLength(PEOPLE);
    expect(await compareAccounts(company)).toEqual(everybodyInvited(PEOPLE));
    expect(company.sandbox.account().calls).toBe(PEOPLE);
  });

  test('mend somebody who had failed, with one more call, and come too late for somebody who had not', async () => {
    await found(engine);
    // No page tells what a tenant may refuse in a name; here it is one that has the address taken out on its way.
    const relay = await openRelay(company.sandbox.url, withoutAddressOf('Number 1'));
    const environment = { ...company.environment, NEXT_IDENTITY_BASE_URL: relay.url };
    const run = async (path: string) => {
      const args = ['run', path, '--yes', '--json'];
      return JSON.parse((await rollcall(args, environment, company.directory)).stdout);
    };
    const roster = company.writeRoster(3);
    expect((await run(roster)).states).toEqual({ invited: 2, failed: 1 });
    expect((await run(roster)).states).toEqual({ invited: 2, failed: 1 });
    expect(company.sandbox.account().calls).toBe(3);

    const mended = readFileSync(roster, 'utf8')
      .replace('Number 1', 'Unit')
      .replace('Number 2', 'Two');
    writeFileSync(roster, mended);
    const { batch, states } = await run(roster);
    await relay.close();
    expect(batch).toMatchObject({ rows: 3, known: 1, updated: 1, differing: 1 });
    expect(states).toEqual({ invited: 3 });
    expect(company.sandbox.account().calls).toBe(4);
    expect(company.sandbox.user('person1@example.com')?.profile).toMatchObject({
      lastName: 'Unit',
    });
    expect((await people()).map(({ profile }) => profile.lastName)).toEqual([
      'Number 0',
      'Unit',
      'Number 2',
    ]);
  });
});

function withoutAddressOf(lastName: string): (passing: Passing) => Passing {
  return (passing) => {
    const body = JSON.parse(passing.body);
    if (body.profile_fields?.lastName === lastName) delete body.profile_fields.emailAddress;
    return { ...passing, body: JSON.stringify(body) };
  };
}
