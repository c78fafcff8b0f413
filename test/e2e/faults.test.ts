import { describe, expect, jest, test } from '@jest/globals';
import { compareAccounts, everybodyInvited } from '../support/company.js';
import { ENGINES } from '../support/engines.js';
import { rollcall } from '../support/rollcall.js';
import { until } from '../support/until.js';
import { calls, cli, kill, SlowCompanies, startCli } from './slow-company.js';

// A dead worker is known to be dead after twenty seconds.
jest.setTimeout(240_000);

const companies = new SlowCompanies();

describe.each(ENGINES)('when things go wrong on %s', (engine) => {
  test('errors, lost answers and a storm of 429s cost time, and nobody', async () => {
    const company = await companies.found({
      engine,
      sandbox: {
        seed: 1,
        faults: [
          { kind: '500', share: 0.05 },
          { kind: 'reset-before', share: 0.02 },
          { kind: 'reset-after', share: 0.02 },
          { kind: 'malformed-body', share: 0.01 },
        ],
      },
    });
    const run = cli(company, 'run', company.writeRoster(600));
    await calls(company, 200);
    company.sandbox.addFaults({ kind: '429', durationMs: 4_000 });
    const { exitCode } = await run;
    expect(company.sandbox.account().rateLimited).toBeGreaterThan(2);
    expect(await compareAccounts(company)).toEqual(everybodyInvited(600));
    expect(exitCode).toBe(0);
  });

  test('a worker killed in the middle leaves its people to the other one', async () => {
    const company = await companies.found({ engine });
    await cli(company, 'import', company.writeRoster(1_500));
    const doomed = startCli(company, 'work');
    const survivor = startCli(company, 'work', '--until-drained');
    await calls(company, 300);
    await kill(doomed);
    expect((await survivor.finished).exitCode).toBe(0);
    expect(await compareAccounts(company)).toEqual(everybodyInvited(1_500));
  });

  test('Ctrl-C ends a run in order with 130, and the rest is done later', async () => {
    const company = await companies.found({
      engine,
      environment: { ROLLCALL_RATE_LIMIT: '50 per second' },
    });
    const run = startCli(company, 'run', company.writeRoster(300));
    await calls(company, 30);
    run.child.kill('SIGINT');
    const { exitCode, stderr } = await run.finished;
    expect(exitCode).toBe(130);
    expect(stderr).toContain('rollcall work --until-drained');
    const { states } = await compareAccounts(company);
    // In order: no call was left without its end.
    expect(states.sending ?? 0).toBe(0);
    expect(states.unknown ?? 0).toBe(0);
    expect((await cli(company, 'work', '--until-drained')).exitCode).toBe(0);
    expect(await compareAccounts(company)).toEqual(everybodyInvited(300));
  });

  test('a second Ctrl-C ends at once', async () => {
    const company = await companies.found({
      engine,
      sandbox: { latencyMs: { min: 20_000, max: 20_000 } },
    });
    const run = startCli(company, 'run', company.writeRoster(5));
    await calls(company, 1);
    run.child.kill('SIGINT');
    await until('the first Ctrl-C was heard', () => run.stderr().includes('Ctrl-C once more'));
    run.child.kill('SIGINT');
    expect((await run.finished).exitCode).toBe(130);
    expect(company.sandbox.account().inFlight).toBeGreaterThan(0);
  });

  test('SIGTERM is how a worker is stopped, and ends it with 0', async () => {
    const company = await companies.found({ engine });
    const worker = startCli(company, 'work');
    await until('it works', () => worker.stderr().includes('working'));
    worker.child.kill('SIGTERM');
    expect((await worker.finished).exitCode).toBe(0);
  });

  test('a changed limit reaches running workers', async () => {
    const company = await companies.found({
      engine,
      environment: { ROLLCALL_RATE_LIMIT: '1 per hour' },
    });
    await cli(company, 'import', company.writeRoster(40));
    const worker = startCli(company, 'work', '--until-drained');
    await calls(company, 1);
    const faster = { ...company.environment, ROLLCALL_RATE_LIMIT: '200 per second' };
    await rollcall(['import', company.writeRoster(1, 'another.csv')], faster, company.directory);
    expect((await worker.finished).exitCode).toBe(0);
    expect(await compareAccounts(company)).toEqual(everybodyInvited(40));
  });
});
