import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Company, foundCompany } from '../support/company.js';
import { ENGINES, type EngineKind } from '../support/engines.js';
import { rollcall, start } from '../support/rollcall.js';
import { until } from '../support/until.js';

let company: Company;
afterEach(() => company.close());

const found = async (engine: EngineKind) => {
  company = await foundCompany({ engine });
};
const cli = (...args: string[]) => rollcall(args, company.environment, company.directory);
const json = async (...args: string[]) => JSON.parse((await cli(...args, '--json')).stdout);

/** The export of a night: people from one number to another. */
function exported(from: number, to: number): void {
  const path = join(company.directory, 'staff.csv');
  const rows = Array.from({ length: to - from + 1 }, (_, n) => from + n);
  const lines = rows.map((n) => `E${n},Ada,Number ${n},person${n}@example.com`);
  writeFileSync(
    path,
    `${['Employee number,First name,Last name,Work email', ...lines].join('\n')}\n`,
  );
  // Written an hour ago, so that nobody takes it for one that is still being written.
  const written = Date.now() / 1_000 - 3_600;
  utimesSync(path, written, written);
}

const NIGHTLY = ['--cron', '0 2 * * *', '--tz', 'Europe/Berlin', '--set', 'source.settle=0s'];
const add = (...options: string[]) =>
  cli('sync', 'add', 'hr', '--source', 'staff.csv', ...NIGHTLY, ...options);

async function moveClock(days: number): Promise<void> {
  const client = new pg.Client({ connectionString: company.databaseUrl });
  await client.connect();
  await client.query("UPDATE ledger SET clock_ahead = clock_ahead + $1 * interval '1 day'", [days]);
  await client.end();
}

describe.each(ENGINES)('a sync on %s', (engine) => {
  beforeEach(() => found(engine));

  test('goes from the first plan, over an approval, to nights that nobody watches', async () => {
    exported(1, 100);
    const added = await add();
    expect(added.stdout).toContain('Sync hr, for client default');
    expect(added.exitCode).toBe(0);

    const plan = await cli('sync', 'plan', 'hr');
    expect(plan.stdout).toContain('a run would be HELD until somebody approves it');
    expect(plan.exitCode).toBe(1);
    expect(await json('status')).toMatchObject({ states: {}, batches: [] });

    const held = await cli('sync', 'run', 'hr', '--json');
    const { run, state, reasons } = JSON.parse(held.stdout);
    expect({ state, exitCode: held.exitCode }).toEqual({ state: 'held', exitCode: 1 });
    expect(reasons).toMatchObject([{ code: 'first-run', count: 100 }]);
    expect(company.sandbox.account().calls).toBe(0);

    const unanswered = await cli('sync', 'approve', String(run));
    expect(unanswered.stderr).toContain(`To do it, type: rollcall sync approve ${run} --yes`);
    expect(unanswered.exitCode).toBe(2);
    const approved = await cli('sync', 'approve', String(run), '--yes');
    expect(approved.stdout).toContain('It was carried out.');
    expect(approved.exitCode).toBe(0);

    const worker = start(['work'], company.environment, company.directory);
    try {
      exported(2, 101);
      await moveClock(1);
      const done = await until(
        'the night has been worked off',
        async () => {
          const { last } = await json('sync', 'show', 'hr');
          const { states } = await json('status');
          return last.run !== run && states.invited === 101 && last;
        },
        60_000,
      );
      expect(done).toMatchObject({ state: 'done' });
      const [latest] = await lines('sync', 'history', 'hr');
      expect(latest).toMatchObject({ trigger: expect.stringMatching(/schedule|catch-up/) });
      expect(latest.counts).toMatchObject({ joiners: 1, leavers: 1, unchanged: 99 });
    } finally {
      worker.child.kill('SIGTERM');
      expect((await worker.finished).exitCode).toBe(0);
    }
    expect([...company.sandbox.identities()].every(({ messages }) => messages === 1)).toBe(true);
  });

  test('calls its new people where it is run by hand, and holds an export that was cut off', async () => {
    exported(1, 50);
    await add('safeguards.firstRun=false');
    const ran = await cli('sync', 'run', 'hr');
    expect(ran.stdout).toContain('50  new: invited');
    expect(ran.stdout).toContain('50  invited');
    expect(ran.exitCode).toBe(0);
    expect(company.sandbox.account().users.created).toBe(50);
    expect((await json('sync', 'run', 'hr')).state).toBe('unchanged');

    exported(1, 20);
    const { exitCode, stdout } = await cli('sync', 'run', 'hr');
    expect(stdout).toContain('HELD, 30 leavers of 50 (60 %)');
    expect(exitCode).toBe(1);
    const [run] = await lines('sync', 'history', 'hr');
    const csv = await cli('sync', 'show', String(run.run), '--csv');
    expect(csv.stdout.trim().split('\r\n')).toHaveLength(31);
    expect((await cli('sync', 'reject', String(run.run))).exitCode).toBe(0);
    expect((await cli('sync', 'approve', String(run.run), '--yes')).exitCode).toBe(2);
    expect(company.sandbox.account().users.created).toBe(50);
  });
});

/** One object a line. */
async function lines(...args: string[]) {
  const { stdout } = await cli(...args, '--json');
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('rollcall sync', () => {
  beforeEach(() => found('postgres'));

  test('refuses settings that do not fit, each of them, and writes nothing', async () => {
    const { exitCode, stderr } = await cli(
      ...['sync', 'add', 'hr', '--source', 'sftp://hr@files.example/a.csv', '--cron', 'nightly'],
      ...['--tz', 'Berlin'],
    );
    expect(exitCode).toBe(2);
    for (const place of ['source.hostKey: missing', 'cron: Expected a cron line', 'timeZone: '])
      expect(stderr).toContain(place);
    expect((await cli('sync', 'list', '--json')).stdout).toBe('');
  });

  test('tells when each runs, rests and is gone', async () => {
    exported(1, 3);
    await add();
    const next = (await json('sync', 'list')).nextDueAt;
    expect(next).toMatch(/T0[01]:00:00/);
    expect((await cli('sync', 'pause', 'hr')).exitCode).toBe(0);
    expect((await json('sync', 'list')).nextDueAt).toBeNull();
    expect((await cli('sync', 'resume', 'hr')).exitCode).toBe(0);
    expect((await json('sync', 'list')).nextDueAt).toBe(next);
    expect((await cli('sync', 'remove', 'hr')).exitCode).toBe(2);
    expect((await cli('sync', 'remove', 'hr', '--yes')).exitCode).toBe(0);
    const gone = await cli('sync', 'show', 'hr');
    expect(gone.stderr).toContain('There is no sync "hr"');
    expect(gone.exitCode).toBe(2);
  });

  test('knows those of the configuration file, which are changed there only', async () => {
    exported(1, 3);
    const hr = { source: { kind: 'file', path: 'staff.csv', settle: '0s' }, cron: '0 2 * * *' };
    const content = { clients: {}, syncs: { hr: { ...hr, timeZone: 'Europe/Berlin' } } };
    const path = join(company.directory, 'rollcall.config.json');
    writeFileSync(path, JSON.stringify(content));
    expect(await json('sync', 'list')).toMatchObject({ sync: 'hr', from: 'file', trouble: null });
    expect((await cli('sync', 'plan', 'hr')).stdout).toContain('3  new: invited');
    for (const command of [
      ['remove', 'hr', '--yes'],
      ['add', 'hr', '--source', 'x', ...NIGHTLY],
    ]) {
      const { exitCode, stderr } = await cli('sync', ...command);
      expect({ exitCode, stderr }).toEqual({
        exitCode: 2,
        stderr: expect.stringContaining('stands in rollcall.config.json'),
      });
    }
    writeFileSync(path, JSON.stringify({ ...content, syncs: {} }));
    expect((await json('sync', 'list')).trouble).toContain('not in rollcall.config.json');
    expect((await cli('sync', 'run', 'hr')).exitCode).toBe(2);
    expect((await cli('sync', 'remove', 'hr', '--yes')).exitCode).toBe(0);
  });

  test('says nothing about people but where it is asked to', async () => {
    exported(1, 3);
    await add();
    const held = await cli('sync', 'run', 'hr');
    const run = String((await lines('sync', 'history', 'hr'))[0].run);
    const shown = [held, await cli('sync', 'show', run), await cli('sync', 'show', run, '--json')];
    const text = shown.map(({ stdout, stderr }) => stdout + stderr).join('\n');
    expect(text).not.toContain('person1@example.com');
    expect((await cli('sync', 'show', run, '--csv')).stdout).toContain('person1@example.com');
  });
});
