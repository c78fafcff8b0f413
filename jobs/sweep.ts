import pLimit from 'p-limit';
import type { Pool } from 'pg';
import type { ClientConfig } from '../src/config/client-config.js';
import { resendRulesOf } from '../src/config/resend-rules.js';
import { loseCalls } from '../src/ledger/calls.js';
import { type ClientRecord, listClients } from '../src/ledger/clients.js';
import { eraseLeftBehind } from '../src/ledger/forget.js';
import { foldTally } from '../src/ledger/tally.js';
import { listDueUpdates } from '../src/ledger/user-updates.js';
import { WORKER_SILENT_MS } from '../src/ledger/workers.js';
import { crashPoint } from '../src/observe/crash-point.js';
import type { Log } from '../src/observe/log.js';
import { fillQueue, repairQueue } from '../src/queue/fill.js';
import type { InviteQueues } from '../src/queue/invite-queues.js';
import type { ResendQueues } from '../src/queue/resend-queue.js';
import { handleEvents } from './handle-events.js';
import { holdNextFirst } from './hold-first.js';
import { queueLookUps } from './queue-look-ups.js';
import { resendsAhead, sweepResends } from './sweep-resends.js';

export interface SweepContext {
  readonly pool: Pool;
  readonly queues: InviteQueues;
  readonly resendQueues: ResendQueues;
  /** The clients that this process is configured for: only their people are looked after once they have been invited. */
  readonly clients: readonly ClientConfig[];
  /** Jobs that one client may have in the queue. */
  readonly window: number;
  readonly log: Log;
}

/** No call lasts this long, in ms: its own time-outs end it well before. */
const CALL_MS = 120_000;

/** Clients that are swept at once. */
const AT_ONCE = 4;

/**
 * Makes the queue agree with the ledger. It may run at any moment, twice at once, or not for days: everything it does, it
 * does because of what stands in the ledger.
 */
export async function sweep(context: SweepContext): Promise<void> {
  const { pool, log } = context;
  crashPoint('sweep: begun');
  const lost = await loseCalls(pool, WORKER_SILENT_MS, CALL_MS);
  crashPoint('sweep: calls lost');
  if (lost > 0) log.warn({ calls: lost }, 'calls whose end was never seen are made again');
  await foldTally(pool);
  const erased = await eraseLeftBehind(pool);
  if (erased > 0) log.info({ people: erased }, 'people came in after they were forgotten, removed');
  const limit = pLimit(AT_ONCE);
  await limit.map(await listClients(pool), (client) => sweepClient(client, context));
  crashPoint('sweep: done');
}

async function sweepClient(client: ClientRecord, context: SweepContext): Promise<void> {
  const { pool, queues, resendQueues, window, log } = context;
  const { id, name, pausedAt } = client;
  const queue = queues.of(name);
  const resendQueue = resendQueues.of(name);
  await queue.setPaused(pausedAt !== null);
  await resendQueue.setPaused(pausedAt !== null);

  const config = context.clients.find((configured) => configured.name === name);
  const rules = config === undefined ? null : resendRulesOf(config);
  // Also of a client that makes no calls: what is learnt meanwhile stands where it is looked for.
  if (rules !== null && rules.activating.length > 0)
    await handleEvents(pool, id, rules.activating, log);
  crashPoint('sweep: events handled');
  if (pausedAt !== null) return;

  if (await repairQueue(pool, id, queue))
    log.info({ client: name }, 'jobs were missing, queue repaired');
  crashPoint('sweep: queue repaired');
  const hours = rules?.firstHours ?? null;
  const isHeld = hours !== null && (await holdNextFirst(pool, id, hours, window));
  crashPoint('sweep: people held');
  if (!isHeld) await fillQueue(pool, id, queue, window);
  crashPoint('sweep: queue filled');

  if (config === undefined || rules === null) return;
  if (config.directAccess !== null)
    await resendQueue.addUpdates(await listDueUpdates(pool, id, resendsAhead(client, window)));
  crashPoint('sweep: updates queued');
  await sweepResends(client, { pool, queue: resendQueue, rules, window, log });
  crashPoint('sweep: resends queued');
  if (rules.isLookedUp) await queueLookUps(pool, id, resendQueue, resendsAhead(client, window));
  crashPoint('sweep: look-ups queued');
}
