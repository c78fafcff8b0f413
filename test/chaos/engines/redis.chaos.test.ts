import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { expectCalm } from './calm.js';
import { watchDoor } from './door.js';
import { lasting } from './lasting.js';
import { openSite, type Site, type SiteOptions } from './site.js';

jest.setTimeout(600_000);

let site: Site;
afterEach(() => site.close());

async function open(change: Partial<SiteOptions> = {}): Promise<void> {
  site = await openSite({ engine: 'redis', people: 1_500, ...change });
  await site.moreCalls(200);
}

const APPEND_ONLY = ['--appendonly', 'yes', '--appendfsync', 'everysec'];

describe('Redis, while two workers are at work,', () => {
  test.each([
    ['with its append-only file', APPEND_ONLY],
    ['without an append-only file', []],
  ])('killed and started again three times %s', async (how, redisSettings) => {
    await open({ redisSettings });
    for (let time = 0; time < 3; time += 1) {
      await site.redis.end('SIGKILL');
      await site.redis.start();
      await site.moreCalls(100);
    }
    await site.mustHaveInvitedAll(`Redis restarted ${how}`, 3);
  });

  test('flushed three times', async () => {
    await open();
    for (let time = 0; time < 3; time += 1) {
      await site.redis.command(['FLUSHALL']);
      await site.moreCalls(100);
    }
    await site.mustHaveInvitedAll('Redis flushed', 3);
  });

  test('out of memory', async () => {
    await open();
    const effort = await site.spentDuring(async () => {
      await site.redis.command(
        ['CONFIG', 'SET', 'maxmemory-policy', 'noeviction'],
        ['CONFIG', 'SET', 'maxmemory', '1mb'],
      );
      await lasting(20_000);
    });
    expectCalm(effort, 20_000);
    expect(site.said('waiting for Redis')).toBe(true);
    await site.redis.command(['CONFIG', 'SET', 'maxmemory', '0']);
    await site.mustHaveInvitedAll('Redis out of memory for 20 s');
  });

  test('made the replica of a server that is not there, which takes no writes', async () => {
    await open();
    const effort = await site.spentDuring(async () => {
      await site.redis.command(['REPLICAOF', '127.0.0.1', '1']);
      await lasting(20_000);
    });
    expectCalm(effort, 20_000);
    expect(site.said('waiting for Redis')).toBe(true);
    await site.redis.command(['REPLICAOF', 'NO', 'ONE']);
    await site.mustHaveInvitedAll('Redis read-only for 20 s');
  });

  test('slow: it answers nothing for two seconds, five times over', async () => {
    await open();
    for (let time = 0; time < 5; time += 1) {
      await site.redis.command(['CLIENT', 'PAUSE', '2000', 'ALL']);
      await site.moreCalls(60);
    }
    await site.mustHaveInvitedAll('Redis slow: 2 s without an answer', 5);
  });

  test('standing still for half a minute, with its connections open', async () => {
    await open();
    const effort = await site.spentDuring(async () => {
      site.redis.freeze(true);
      await lasting(30_000);
      // Workers whose sign of life waited for Redis would be dead to the first sweep, and their calls lost.
      const silent = await site.postgres.query(
        `SELECT FROM rollcall.worker WHERE seen_at < now() - interval '15 seconds'`,
      );
      expect(silent).toEqual([]);
    });
    expectCalm(effort, 30_000);
    expect(site.said('waiting for Redis')).toBe(true);
    site.redis.freeze(false);
    await site.mustHaveInvitedAll('Redis stood still for 30 s');
  });

  test('gone for a minute and a half', async () => {
    await open();
    await site.redis.end('SIGKILL');
    const door = await watchDoor(site.redis.port);
    const effort = await site.spentDuring(() => lasting(90_000));
    const knocks = door.knocks();
    await door.close();
    expectCalm(effort, 90_000);
    expect(site.said('still waiting for Redis')).toBe(true);
    // Each worker has some eight connections, each of which tries every two seconds.
    expect(knocks).toBeLessThan(90 * 10);
    await site.redis.start();
    await site.mustHaveInvitedAll('Redis gone for 90 s');
    expect(site.said('Redis is back')).toBe(true);
  });
});

test('a worker may be stopped while Redis is gone', async () => {
  await open();
  await site.redis.end('SIGKILL');
  for (const { child } of site.workers) child.kill('SIGTERM');
  const ends = await Promise.all(site.workers.map(({ finished }) => finished));
  expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
});
