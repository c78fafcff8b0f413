import { setTimeout as pause } from 'node:timers/promises';
import { openLedger } from '../src/ledger/open.js';
import { openEngine } from '../src/queue/engine.js';
import { queuePassOptions } from './queue-pass-options.js';

// Bare BullMQ in a process of its own: takes jobs and does nothing with them, until the queue is empty.
const {
  home,
  redisUrl,
  queue: name,
  concurrency,
} = queuePassOptions.parse(JSON.parse(process.argv[2] ?? ''));
const LOOK_EVERY_MS = 50;

const ledger = await openLedger({ home, databaseUrl: null });
const engine = await openEngine(ledger, redisUrl);
const queue = engine.openQueue(name);
let jobs = 0;
let startedAt = Number.POSITIVE_INFINITY;
let endedAt = 0;
const worker = engine.openWorker(
  name,
  async () => {
    startedAt = Math.min(startedAt, Date.now());
  },
  { concurrency },
);
worker.on('error', () => undefined);
worker.on('completed', () => {
  jobs += 1;
  endedAt = Date.now();
});
while ((await queue.getJobCountByTypes('waiting', 'active')) > 0) await pause(LOOK_EVERY_MS);
await worker.close();
await queue.close();
await engine.close();
await ledger.close();
// A process that came too late for any job tells so by null.
const times = jobs === 0 ? { startedAt: null, endedAt: null } : { startedAt, endedAt };
process.stdout.write(JSON.stringify({ jobs, ...times }));
