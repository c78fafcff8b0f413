import { afterEach, describe, expect, test } from '@jest/globals';
import { ENGINES } from '../../support/engines.js';
import { lasting } from './lasting.js';
import { openSite, type Site, type SiteOptions } from './site.js';

/** How long each trouble lasts: as many calls would be made meanwhile as there are people. */
const TROUBLE_MS = 4_000;

let site: Site;
afterEach(() => site.close());

async function open(options: SiteOptions): Promise<void> {
  site = await openSite(options);
  await site.moreCalls(60);
}

test('a Redis out of memory, then read-only, then restarted empty is waited for, and not beleaguered', async () => {
  await open({ engine: 'redis', people: 400 });
  const { redis } = site;
  const full = await site.spentDuring(async () => {
    await redis.command(['CONFIG', 'SET', 'maxmemory', '1mb']);
    await lasting(TROUBLE_MS);
  });
  await redis.command(['CONFIG', 'SET', 'maxmemory', '0']);
  await site.moreCalls(40);
  const readOnly = await site.spentDuring(async () => {
    await redis.command(['REPLICAOF', '127.0.0.1', '1']);
    await lasting(TROUBLE_MS);
  });
  await redis.command(['REPLICAOF', 'NO', 'ONE']);
  await site.moreCalls(40);
  const gone = await site.spentDuring(async () => {
    await redis.end('SIGKILL');
    await lasting(TROUBLE_MS);
  });
  await redis.start();
  // Unmended, thousands of lines and more than two seconds of processor time each.
  for (const { lines, cpuSeconds } of [full, readOnly, gone]) {
    expect(lines).toBeLessThan(20);
    expect(cpuSeconds).toBeLessThan(2);
  }
  await site.mustHaveInvitedAll('out of memory, then read-only, then restarted empty', 3);
  expect(site.said('waiting for Redis')).toBe(true);
});

describe.each(ENGINES)('with the queue on %s', (engine) => {
  test('a PostgreSQL that crashed is waited for, and no answer in hand is given up', async () => {
    await open({ engine, people: 300 });
    const { postgres, company } = site;
    const { lines } = await site.spentDuring(async () => {
      await postgres.stop('immediate');
      await lasting(TROUBLE_MS);
    });
    await postgres.start();
    expect(lines).toBeLessThan(20);
    await site.mustHaveInvitedAll('PostgreSQL crashed');
    expect(site.said('waiting for PostgreSQL')).toBe(true);
    const lost = await postgres.query(
      `SELECT FROM rollcall.attempt WHERE outcome = 'lost' AND invite_id IN
         (SELECT invite_id FROM rollcall.attempt GROUP BY invite_id HAVING count(*) > 1)`,
    );
    // Only a claim whose own answer was lost is made again; the calls under way have been recorded.
    expect(company.sandbox.account().calls).toBeLessThanOrEqual(300 + lost.length);
  });
});
