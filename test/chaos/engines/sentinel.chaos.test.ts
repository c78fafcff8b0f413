import { afterEach, beforeEach, describe, jest, test } from '@jest/globals';
import { until } from '../../support/until.js';
import { startWatched, type Watched } from './sentinel.js';
import { openSite, type Site } from './site.js';

jest.setTimeout(600_000);

let watched: Watched;
let site: Site;
beforeEach(async () => {
  watched = await startWatched();
  site = await openSite({ engine: 'redis', people: 1_500, redisUrl: watched.url });
  await site.moreCalls(200);
});
afterEach(async () => {
  await site.close();
  await watched.close();
});

describe('Redis with a Sentinel, while two workers are at work,', () => {
  test('whose master is killed, and comes back as the replica', async () => {
    const [first, second] = watched.servers;
    await first.end('SIGKILL');
    await until('the replica is the master', async () => (await watched.master()) === second.port);
    await site.moreCalls(200);
    await first.start();
    await site.mustHaveInvitedAll('Redis failed over by Sentinel: master killed');
  });

  test('whose servers change places twice', async () => {
    for (let time = 0; time < 2; time += 1) {
      await watched.failOver();
      await site.moreCalls(200);
    }
    await site.mustHaveInvitedAll('Redis failed over by Sentinel: places changed', 2);
  });
});
