import { afterEach, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { startWorkers, type Workers } from '../../jobs/start-workers.js';
import type { ClientConfig } from '../../src/config/client-config.js';
import { Secret } from '../../src/config/secret.js';
import { countStates } from '../../src/ledger/counts.js';
import { countDueResends } from '../../src/ledger/resends.js';
import { createLog } from '../../src/observe/log.js';
import { type Engine, openEngine } from '../../src/queue/engine.js';
import { SweepQueue } from '../../src/queue/sweep-queue.js';
import { ManualClock, type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { DAY, PLAIN } from '../invite/policies.js';
import { advance } from '../ledger/invited.js';
import { clientConfig, seed } from '../ledger/seed.js';
import { openTestBed, redisUrlFor, type TestBed } from '../support/engines.js';
import { startOwnRedis } from '../support/redis-server.js';
import { until } from '../support/until.js';
import { rulesOf } from './resend-bed.js';

const PEOPLE = 40;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Everything that runs: a ledger, a Redis of its own, a Next Identity, and two processes' worth of workers. */
interface World {
  readonly bed: TestBed;
  readonly sandbox: Sandbox;
  readonly clientId: number;
  /** Flushes a Redis that is ours; of one that is not, deletes what this ledger keeps there, which is the same to it. */
  forgetQueue(): Promise<unknown>;
  /** Moves both clocks on. */
  advance(ms: number): Promise<void>;
  /** Has sweeps done until nobody is due. */
  settle(): Promise<void>;
  /** Messages that went to each person. */
  messages(): number[];
}

async function openWorld(redisUrl: string, isOurs: boolean): Promise<World> {
  const clock = new ManualClock(Date.now());
  const bed = await openTestBed('postgres');
  const sandbox = await startSandbox({ clock });
  const redis = new Redis(redisUrl);
  const { pool } = bed.ledger;
  const seeded = await seed(pool, PEOPLE);
  const config = configOf(seeded.client, sandbox.url);
  closing.push(
    () => bed.close(),
    () => sandbox.close(),
    async () => redis.disconnect(),
  );
  const engine = await openEngine(bed.ledger, redisUrl);
  const other = await openEngine(bed.ledger, redisUrl);
  const sweeps = new SweepQueue(engine);
  closing.push(
    () => engine.close(),
    () => other.close(),
    () => sweeps.close(),
  );
  for (const workers of [await work(bed, engine, config), await work(bed, other, config)])
    closing.push(() => workers.close());

  const { clientId } = seeded;
  const policy = rulesOf().inForce?.fingerprint ?? null;
  return {
    bed,
    sandbox,
    forgetQueue: async () => {
      if (isOurs) return await redis.flushall();
      const keys = await redis.keys(`{rollcall-${bed.ledger.id}}*`);
      return keys.length > 0 && (await redis.del(...keys));
    },
    clientId,
    advance: async (ms) => {
      clock.advance(ms);
      await advance(pool, ms);
    },
    settle: async () => {
      await until('nobody is due', async () => {
        await sweeps.soon();
        return (await countDueResends(pool, [{ id: clientId, policy }])) === 0;
      });
    },
    messages: () => [...sandbox.identities()].map(({ messages }) => messages),
  };
}

function configOf(name: string, baseUrl: string): ClientConfig {
  return clientConfig({
    name,
    baseUrl,
    clientId: 'sandbox',
    clientSecret: new Secret('sandbox-secret'),
    limit: { calls: 200, perMs: 1_000, burst: 10, capacity: 1 },
    resend: PLAIN,
    activation: { webhook: null, list: true },
  });
}

function work({ ledger }: TestBed, engine: Engine, client: ClientConfig): Promise<Workers> {
  const log = createLog('silent');
  return startWorkers({ ledger, engine, clients: [client], concurrency: 8, window: 1_000, log });
}

describe('resends', () => {
  test('go on after Redis was flushed, with one message for each person and slot', async () => {
    const own = await startOwnRedis();
    closing.push(async () => own?.stop());
    const world = await openWorld(own?.url ?? redisUrlFor('redis') ?? '', own !== null);
    const everybody = Array.from({ length: PEOPLE }, () => 1);
    await until('everybody is invited', async () => {
      const scope = { clientId: world.clientId, batchId: null };
      return (await countStates(world.bed.ledger.pool, scope)).invited === PEOPLE;
    });

    for (const [slot, days] of [3, 4, 7].entries()) {
      await world.advance(days * DAY);
      // Once before the messages of the slot are queued, and once in the midst of them.
      await world.forgetQueue();
      await until('messages go out', () => Math.max(...world.messages()) > slot + 1);
      await world.forgetQueue();
      await world.settle();
      expect(world.messages()).toEqual(everybody.map((first) => first + slot + 1));
    }
    await world.advance(16 * DAY);
    await world.settle();
    expect(
      await countStates(world.bed.ledger.pool, { clientId: world.clientId, batchId: null }),
    ).toEqual({ expired: PEOPLE });
    expect(world.messages()).toEqual(everybody.map((first) => first + 3));
  }, 120_000);
});
