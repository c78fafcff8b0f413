import { setTimeout as pause } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { limiterPassOptions } from './limiter-pass-options.js';
import { type PlainPerson, plainCall, uuidOf } from './plain-call.js';

// A worker as BullMQ's guide to rate limits has it, in a process of its own: `limiter` with the limit that the client has, and
// where a call is answered 429 all the same, the queue held for as long as the server says. It tells whom it has invited.
const {
  redisUrl,
  queue: name,
  limiter,
} = limiterPassOptions.parse(JSON.parse(process.argv[2] ?? ''));
const CONCURRENCY = 50;
const LOOK_EVERY_MS = 100;
const HELD_MS = 1_000;

const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
const queue = new Queue<PlainPerson>(name, { connection: redis });
const invited: { identifier: string; state: string; uuid: string }[] = [];
const worker = new Worker<PlainPerson>(
  name,
  async ({ data }) => {
    const response = await plainCall(data);
    if (response.status === 429) {
      await response.text();
      const named = Number(response.headers.get('retry-after')) * 1_000;
      await worker.rateLimit(named > 0 ? named : HELD_MS);
      throw Worker.RateLimitError();
    }
    if (!response.ok) throw new Error(`answered ${response.status}`);
    const uuid = uuidOf(await response.json());
    invited.push({ identifier: data['Work email'], state: 'invited', uuid });
  },
  {
    connection: redis,
    concurrency: CONCURRENCY,
    limiter,
  },
);
worker.on('error', () => undefined);
while ((await queue.getJobCountByTypes('waiting', 'active', 'delayed')) > 0)
  await pause(LOOK_EVERY_MS);
await worker.close();
await queue.close();
await redis.quit();
process.stdout.write(JSON.stringify(invited));
