import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Queue, type RateLimiterOptions } from 'bullmq';
import { parse } from 'csv-parse/sync';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { type Recorded, recorded } from './check-accounts.js';
import { sandboxClient } from './invite-people.js';
import { plainPerson } from './plain-call.js';
import { runProgram } from './program.js';

export interface PlainQueue {
  readonly url: string;
  readonly roster: string;
  readonly redisUrl: string;
  /** So many jobs in so many milliseconds, as BullMQ's workers are told. */
  readonly limiter: RateLimiterOptions;
  readonly processes: number;
}

const CHUNK = 1_000;
/** Calls that fail otherwise than by a 429 are made again by BullMQ. */
const RETRIED = { attempts: 5, backoff: { type: 'exponential', delay: 500 } } as const;

/** Sends a roster through a BullMQ queue with a limiter (`limiter-pass.ts`), and returns whom the workers invited. */
export async function runPlainQueue(options: PlainQueue): Promise<Recorded[]> {
  const { url, roster, redisUrl, limiter, processes } = options;
  const people = z.array(plainPerson).parse(parse(readFileSync(roster), { columns: true }));
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const queue = new Queue(`bench-plain-${randomUUID()}`, { connection: redis });
  try {
    for (let start = 0; start < people.length; start += CHUNK) {
      const jobs = people.slice(start, start + CHUNK);
      await queue.addBulk(jobs.map((data) => ({ name: 'pre-register', data, opts: RETRIED })));
    }
    const pass = { redisUrl, queue: queue.name, limiter };
    const run = () => runProgram('limiter-pass', pass, sandboxClient(url));
    const printed = await Promise.all(Array.from({ length: processes }, run));
    return printed.flatMap((text) => z.array(recorded).parse(JSON.parse(text)));
  } finally {
    await queue.obliterate({ force: true });
    await queue.close();
    await redis.quit();
  }
}
