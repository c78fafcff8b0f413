import { describe, expect, jest, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { compareAccounts, everybodyInvited } from '../support/company.js';
import { ENGINES } from '../support/engines.js';
import { noteInjected } from '../support/injected.js';
import { startOwnRedis } from '../support/redis-server.js';
import { until } from '../support/until.js';
import { calls, cli, kill, SlowCompanies, startCli } from './slow-company.js';

// A dead worker is known to be dead after twenty seconds.
jest.setTimeout(240_000);

const companies = new SlowCompanies();

const NOBODY = { lost: 0, doubled: 0, unknown: 0 } as const;

describe.each(ENGINES)('when many things die at once on %s', (engine) => {
  test('both workers killed, everything is taken up by the next', async () => {
    const company = await companies.found({ engine });
    await cli(company, 'import', company.writeRoster(800));
    const both = [startCli(company, 'work'), startCli(company, 'work')];
    await calls(company, 200);
    await Promise.all(both.map(kill));
    expect((await cli(company, 'work', '--until-drained')).exitCode).toBe(0);
    expect(await compareAccounts(company)).toEqual(everybodyInvited(800));
    const fault = 'both workers killed at once';
    noteInjected({ group: 'crash points', fault, engine, times: 1, people: 800, ...NOBODY });
  });

  test('an import killed half-way is completed by importing again', async () => {
    const company = await companies.found({ engine });
    const roster = company.writeRoster(60_000);
    const doomed = startCli(company, 'import', roster, '--yes');
    // Its first people are queued while the file is still being read.
    await until('the batch has rows', async () => {
      const { stdout } = await cli(company, 'status', '--json');
      return JSON.parse(stdout).batches[0]?.rows > 0;
    });
    await kill(doomed);
    const halfway = JSON.parse((await cli(company, 'status', '1', '--json')).stdout).batch;
    expect(halfway.finishedAt).toBeNull();
    expect(halfway.rows).toBeLessThan(60_000);

    const again = JSON.parse(
      (await cli(company, 'import', roster, '--yes', '--json')).stdout,
    ).batch;
    expect(again).toMatchObject({
      rows: 60_000,
      known: halfway.rows,
      added: 60_000 - halfway.rows,
    });
    // To call sixty thousand takes too long for a test: what counts is that all of them are there, once, and wait.
    const { states } = JSON.parse((await cli(company, 'status', '--json')).stdout);
    expect((states.pending ?? 0) + (states.queued ?? 0)).toBe(60_000);
    const fault = 'an import of 60,000 rows killed half-way';
    noteInjected({ group: 'crash points', fault, engine, times: 1, people: 60_000, ...NOBODY });
  });
});

test('FLUSHALL on Redis in the middle loses nobody', async () => {
  const redis = await startOwnRedis();
  const company = await companies.found({
    engine: 'redis',
    ...(redis === null ? {} : { redisUrl: redis.url }),
  });
  await cli(company, 'import', company.writeRoster(1_500));
  const workers = [
    startCli(company, 'work', '--until-drained'),
    startCli(company, 'work', '--until-drained'),
  ];
  await calls(company, 400);
  await forgetQueue(redis?.url ?? company.environment.REDIS_URL ?? '', redis !== null);
  const ends = await Promise.all(workers.map(({ finished }) => finished));
  expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(await compareAccounts(company)).toEqual(everybodyInvited(1_500));
  const fault = 'Redis flushed in the middle';
  noteInjected({ group: 'engines', fault, engine: 'redis', times: 1, people: 1_500, ...NOBODY });
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
