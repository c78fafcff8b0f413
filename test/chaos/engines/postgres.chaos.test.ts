import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { ENGINES } from '../../support/engines.js';
import { start } from '../../support/rollcall.js';
import { until } from '../../support/until.js';
import { expectCalm } from './calm.js';
import { watchDoor } from './door.js';
import { lasting } from './lasting.js';
import { openSite, type Site, type SiteOptions } from './site.js';
import { type SmallDisk, smallDisk } from './small-disk.js';

jest.setTimeout(600_000);

let site: Site;
afterEach(() => site.close());

/** Ends the workers' connections, as their settings are those of the moment at which they were made. */
const RECONNECT = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'`;

describe.each(ENGINES)('PostgreSQL, with the queue on %s,', (engine) => {
  async function open(change: Partial<SiteOptions> = {}): Promise<void> {
    site = await openSite({ engine, people: 1_500, ...change });
    await site.moreCalls(200);
  }

  test.each(['fast', 'immediate'] as const)('restarted three times (%s)', async (mode) => {
    await open();
    for (let time = 0; time < 3; time += 1) {
      await site.postgres.stop(mode);
      await site.postgres.start();
      await site.moreCalls(100);
    }
    await site.mustHaveInvitedAll(`PostgreSQL restarted (${mode})`, 3);
  });

  test('out of connections but for two', async () => {
    await open();
    const effort = await site.spentDuring(async () => {
      await site.postgres.query('ALTER ROLE app CONNECTION LIMIT 2');
      await site.postgres.query(RECONNECT);
      await lasting(20_000);
    });
    expectCalm(effort, 20_000);
    // Whoever has got the two may do with them.
    expect(site.anySaid('waiting for PostgreSQL')).toBe(true);
    await site.postgres.query('ALTER ROLE app CONNECTION LIMIT -1');
    await site.mustHaveInvitedAll('PostgreSQL out of connections for 20 s');
  });

  test('with a deadlock in every tenth call that is recorded', async () => {
    await open();
    await site.postgres.query(`
      CREATE SEQUENCE public.met;
      GRANT USAGE ON public.met TO app;
      CREATE FUNCTION public.meet() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('public.met') % 10 = 0 THEN RAISE 'as if it were one' USING ERRCODE = '40P01'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER meet BEFORE INSERT OR UPDATE ON rollcall.attempt FOR EACH ROW EXECUTE FUNCTION public.meet()`);
    await site.mustHaveInvitedAll('deadlocks in PostgreSQL', 250);
    expect(
      await site.postgres.query(`SELECT FROM rollcall.attempt WHERE outcome = 'lost'`),
    ).toEqual([]);
  });

  test('gone for a minute and a half', async () => {
    await open();
    await site.postgres.stop('immediate');
    const door = await watchDoor(site.postgres.port);
    const effort = await site.spentDuring(() => lasting(90_000));
    const knocks = door.knocks();
    await door.close();
    expectCalm(effort, 90_000);
    expect(site.said('still waiting for PostgreSQL')).toBe(true);
    expect(knocks).toBeLessThan(90 * 25);
    await site.postgres.start();
    await site.mustHaveInvitedAll('PostgreSQL gone for 90 s');
    expect(site.said('PostgreSQL is back')).toBe(true);
  });

  test('standing still for half a minute, with its connections open', async () => {
    await open();
    const thaw = await site.postgres.freeze();
    const effort = await site.spentDuring(() => lasting(30_000));
    expectCalm(effort, 30_000);
    expect(site.said('waiting for PostgreSQL')).toBe(true);
    thaw();
    await site.mustHaveInvitedAll('PostgreSQL stood still for 30 s');
    expect(site.said('PostgreSQL is back')).toBe(true);
  });

  test('on a disk that is full', async () => {
    const disk: SmallDisk = await smallDisk();
    try {
      await open({ postgres: disk.postgres });
      const effort = await site.spentDuring(async () => {
        await disk.fill();
        await until('it is noticed', () => site.said('waiting for PostgreSQL'));
        await lasting(10_000);
      });
      expectCalm(effort, 15_000);
      await disk.tidy();
      await site.mustHaveInvitedAll(`PostgreSQL's disk full (${disk.means})`);
    } finally {
      await disk.postgres.remove();
      disk.remove();
    }
  });

  test('gone, and the worker told to stop', async () => {
    await open();
    await site.postgres.stop('immediate');
    for (const { child } of site.workers) child.kill('SIGTERM');
    const ends = await Promise.all(site.workers.map(({ finished }) => finished));
    expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    await site.postgres.start();
    const { environment, directory } = site.company;
    const next = start(['work', '--until-drained'], environment, directory);
    expect((await next.finished).exitCode).toBe(0);
  });

  test('restarted under a worker that follows its people to the end', async () => {
    await open();
    const { environment, directory } = site.company;
    const follower = start(['work', '--until-drained'], environment, directory);
    await until('it works', () => follower.stderr().includes('"working"'));
    await site.postgres.stop('immediate');
    await site.postgres.start();
    expect((await follower.finished).exitCode).toBe(0);
    await site.mustHaveInvitedAll('PostgreSQL restarted under --until-drained');
  });
});

test('PostgreSQL with serializable transactions: those that fail are made again', async () => {
  site = await openSite({ engine: 'redis', people: 1_500 });
  await site.moreCalls(200);
  await site.postgres.query(`ALTER ROLE app SET default_transaction_isolation = 'serializable'`);
  await site.postgres.query(RECONNECT);
  await site.mustHaveInvitedAll('serialization failures in PostgreSQL');
});
