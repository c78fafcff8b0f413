import type { Pool } from 'pg';
import type { ResendRules } from '../src/config/resend-rules.js';
import { paceOf } from '../src/invite/pace.js';
import type { ClientRecord } from '../src/ledger/clients.js';
import { expireInvites } from '../src/ledger/plans.js';
import { listDueResends } from '../src/ledger/resends.js';
import { crashPoint } from '../src/observe/crash-point.js';
import type { Log } from '../src/observe/log.js';
import type { ResendQueue } from '../src/queue/resend-queue.js';
import { planSteps } from './plan-steps.js';

export interface SweepResendsContext {
  readonly pool: Pool;
  readonly queue: ResendQueue;
  readonly rules: ResendRules;
  /** Jobs that the client may have in the queue. */
  readonly window: number;
  readonly log: Log;
}

/** People given up in one sweep; the next ones come a few seconds later. */
const EXPIRED_AT_ONCE = 10_000;

/** Resends are queued this far ahead at most, in ms of calls: in line for longer, a look-up would be out of date. */
const AHEAD_MS = 5 * 60_000;

/** At the slowest paces too, so that jobs which wait for something do not keep all others out. */
const LEAST_AHEAD = 10;

/**
 * What the sweep does for the people of one client who have been invited: reckons what comes next for them, gives up those
 * whose time is over, and queues the messages that are due.
 */
export async function sweepResends(
  client: ClientRecord,
  { pool, queue, rules, window, log }: SweepResendsContext,
): Promise<void> {
  const { inForce, isLookedUp } = rules;
  await planSteps(pool, client.id, rules);
  crashPoint('sweep: steps planned');
  if (inForce !== null) {
    const count = EXPIRED_AT_ONCE;
    const expired = await expireInvites(pool, client.id, inForce.fingerprint, isLookedUp, count);
    crashPoint('sweep: people given up');
    if (expired > 0) log.info({ client: client.name, people: expired }, 'people are given up');
  }
  await queueDueResends(client, rules, queue, pool, resendsAhead(client, window));
}

/** How many resends of a client may be in the queue, and how many people are looked up for them. */
export function resendsAhead(client: ClientRecord, window: number): number {
  const callsAhead = Math.ceil((AHEAD_MS * 1_000) / paceOf(client).intervalUs);
  return Math.min(window, Math.max(LEAST_AHEAD, callsAhead));
}

/**
 * Queues the messages that are due. Those that have their job already are among them, and keep it: so a queue that was
 * lost is filled again. It is looked at when half of it is worked off, since it costs a round trip for everybody in it.
 */
async function queueDueResends(
  { id: clientId }: ClientRecord,
  { inForce, isLookedUp }: ResendRules,
  queue: ResendQueue,
  pool: Pool,
  most: number,
): Promise<void> {
  if ((await queue.count()) > most / 2) return;
  const policy = inForce?.fingerprint ?? null;
  const due = await listDueResends(pool, { clientId, policy, isLookedUp, count: most });
  await queue.addResends(due);
}
