import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Redis } from 'ioredis';
import {
  type Company,
  type CompanyOptions,
  compareAccounts,
  everybodyInvited,
  foundCompany,
} from '../support/company.js';
import { ENGINES } from '../support/engines.js';
import { startOwnRedis } from '../support/redis-server.js';
import { type Running, rollcall, start } from '../support/rollcall.js';
import { until } from '../support/until.js';

// A dead worker is known to be dead after twenty seconds.
jest.setTimeout(240_000);

let company: Company;
afterEach(() => company.close());

const cli = (...args: string[]) => rollcall(args, company.environment, company.directory);
const startCli = (...args: string[]) => start(args, company.environment, company.directory);

async function found(options: CompanyOptions): Promise<void> {
  company = await foundCompany({
    ...options,
    sandbox: { latencyMs: { min: 20, max: 80 }, ...options.sandbox },
  });
}

/** Waits until the sandbox has received so many calls. */
function calls(count: number): Promise<boolean> {
  return until(
    `the sandbox has received ${count} calls`,
    () => company.sandbox.account().calls >= count,
  );
}

async function kill({ child, finished }: Running): Promise<void> {
  child.kill('SIGKILL');
  await finished;
}

describe.each(ENGINES)('when things go wrong on %s', (engine) => {
  test('errors, lost answers and a storm of 429s cost time, and nobody', async () => {
    await found({
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
    const run = cli('run', company.writeRoster(600));
    await calls(200);
    company.sandbox.addFaults({ kind: '429', durationMs: 4_000 });
    const { exitCode } = await run;
    expect(company.sandbox.account().rateLimited).toBeGreaterThan(2);
    expect(await compareAccounts(company)).toEqual(everybodyInvited(600));
    expect(exitCode).toBe(0);
  });

  test('a worker killed in the middle leaves its people to the other one', async () => {
    await found({ engine });
    await cli('import', company.writeRoster(1_500));
    const doomed = startCli('work');
    const survivor = startCli('work', '--until-drained');
    await calls(300);
    await kill(doomed);
    expect((await survivor.finished).exitCode).toBe(0);
    expect(await compareAccounts(company)).toEqual(everybodyInvited(1_500));
  });

  test('both workers killed, everything is taken up by the next', async () => {
    await found({ engine });
    await cli('import', company.writeRoster(800));
    const both = [startCli('work'), startCli('work')];
    await calls(200);
    await Promise.all(both.map(kill));
    expect((await cli('work', '--until-drained')).exitCode).toBe(0);
    expect(await compareAccounts(company)).toEqual(everybodyInvited(800));
  });

  test('an import killed half-way is completed by importing again', async () => {
    await found({ engine });
    const roster = company.writeRoster(60_000);
    const doomed = startCli('import', roster, '--yes');
    // Its first people are queued while the file is still being read.
    await until('the batch has rows', async () => {
      const { stdout } = await cli('status', '--json');
      return JSON.parse(stdout).batches[0]?.rows > 0;
    });
    await kill(doomed);
    const halfway = JSON.parse((await cli('status', '1', '--json')).stdout).batch;
    expect(halfway.finishedAt).toBeNull();
    expect(halfway.rows).toBeLessThan(60_000);

    const again = JSON.parse((await cli('import', roster, '--yes', '--json')).stdout).batch;
    expect(again).toMatchObject({
      rows: 60_000,
      known: halfway.rows,
      added: 60_000 - halfway.rows,
    });
    // To call sixty thousand takes too long for a test: what counts is that all of them are there, once, and wait.
    const { states } = JSON.parse((await cli('status', '--json')).stdout);
    expect((states.pending ?? 0) + (states.queued ?? 0)).toBe(60_000);
  });

  test('Ctrl-C ends a run in order with 130, and the rest is done later', async () => {
    await found({ engine, environment: { ROLLCALL_RATE_LIMIT: '50 per second' } });
    const run = startCli('run', company.writeRoster(300));
    await calls(30);
    run.child.kill('SIGINT');
    const { exitCode, stderr } = await run.finished;
    expect(exitCode).toBe(130);
    expect(stderr).toContain('rollcall work --until-drained');
    const { states } = await compareAccounts(company);
    // In order: no call was left without its end.
    expect(states.sending ?? 0).toBe(0);
    expect(states.unknown ?? 0).toBe(0);
    expect((await cli('work', '--until-drained')).exitCode).toBe(0);
    expect(await compareAccounts(company)).toEqual(everybodyInvited(300));
  });

  test('a second Ctrl-C ends at once', async () => {
    await found({ engine, sandbox: { latencyMs: { min: 20_000, max: 20_000 } } });
    const run = startCli('run', company.writeRoster(5));
    await calls(1);
    run.child.kill('SIGINT');
    await until('the first Ctrl-C was heard', () => run.stderr().includes('Ctrl-C once more'));
    run.child.kill('SIGINT');
    expect((await run.finished).exitCode).toBe(130);
    expect(company.sandbox.account().inFlight).toBeGreaterThan(0);
  });

  test('SIGTERM is how a worker is stopped, and ends it with 0', async () => {
    await found({ engine });
    const worker = startCli('work');
    await until('it works', () => worker.stderr().includes('working'));
    worker.child.kill('SIGTERM');
    expect((await worker.finished).exitCode).toBe(0);
  });

  test('a changed limit reaches running workers', async () => {
    await found({ engine, environment: { ROLLCALL_RATE_LIMIT: '1 per hour' } });
    await cli('import', company.writeRoster(40));
    const worker = startCli('work', '--until-drained');
    await calls(1);
    const faster = { ...company.environment, ROLLCALL_RATE_LIMIT: '200 per second' };
    await rollcall(['import', company.writeRoster(1, 'another.csv')], faster, company.directory);
    expect((await worker.finished).exitCode).toBe(0);
    expect(await compareAccounts(company)).toEqual(everybodyInvited(40));
  });
});

test('FLUSHALL on Redis in the middle loses nobody', async () => {
  const redis = await startOwnRedis();
  await found({ engine: 'redis', ...(redis === null ? {} : { redisUrl: redis.url }) });
  await cli('import', company.writeRoster(1_500));
  const workers = [startCli('work', '--until-drained'), startCli('work', '--until-drained')];
  await calls(400);
  await forgetQueue(redis?.url ?? company.environment.REDIS_URL ?? '', redis !== null);
  const ends = await Promise.all(workers.map(({ finished }) => finished));
  expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(await compareAccounts(company)).toEqual(everybodyInvited(1_500));
  await redis?.stop();
});

/** Flushes a Redis that is ours; of one that is not, deletes what Rollcall keeps there, which is the same to Rollcall. */
async function forgetQueue(url: string, isOurs: boolean): Promise<void> {
  const redis = new Redis(url);
  if (isOurs) {
    await redis.flushall();
  } else {
    const keys = await redis.keys('{rollcall*');
    if (keys.length > 0) await redis.del(...keys);
  }
  await redis.quit();
}
