import { afterEach, expect, jest, test } from '@jest/globals';
import { expectCalm } from './calm.js';
import { lasting } from './lasting.js';
import { openSite, type Site } from './site.js';

jest.setTimeout(600_000);

let site: Site;
afterEach(() => site.close());

test.each(['Redis', 'PostgreSQL'] as const)(
  'both servers gone at once, and %s back ten seconds before the other',
  async (first) => {
    site = await openSite({ engine: 'redis', people: 1_500 });
    await site.moreCalls(200);
    const { redis, postgres } = site;
    const back = { Redis: () => redis.start(), PostgreSQL: () => postgres.start() };
    const effort = await site.spentDuring(async () => {
      await Promise.all([redis.end('SIGKILL'), postgres.stop('immediate')]);
      await lasting(15_000);
      await back[first]();
      await lasting(10_000);
    });
    expectCalm(effort, 25_000);
    expect(site.said('waiting for Redis')).toBe(true);
    expect(site.said('waiting for PostgreSQL')).toBe(true);
    await back[first === 'Redis' ? 'PostgreSQL' : 'Redis']();
    await site.mustHaveInvitedAll(`both gone, ${first} back first`);
  },
);
