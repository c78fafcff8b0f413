import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { ClientConfig } from '../config/client-config.js';
import { resendRulesOf } from '../config/resend-rules.js';
import { type ClientRecord, listClients } from '../ledger/clients.js';
import { readClock } from '../ledger/clock.js';
import { countOpen, countRecentCalls, countStates, type RecentCalls } from '../ledger/counts.js';
import { hasOpenEvents } from '../ledger/events.js';
import { countDueResends } from '../ledger/resends.js';
import { countDueUpdates } from '../ledger/user-updates.js';
import type { Outage } from '../observe/outage.js';
import { passingTrouble } from '../observe/passing-trouble.js';
import { readPaceInUse } from './pace-in-use.js';
import { displayProgress, type Progress } from './progress.js';

/** How the wait for a batch, or for all work of some clients, ended. */
export type FollowEnd =
  | { kind: 'drained' }
  | { kind: 'paused'; client: string; message: string }
  /** Something is due for people who have to be looked up first, and that fails. */
  | { kind: 'not-looked-up'; client: string; message: string }
  | { kind: 'interrupted' };

export interface FollowOptions {
  readonly pool: Pool;
  /** Null follows everything of the clients, messages that are due again, changed data to be told, and webhooks to be handled included. */
  readonly batchId: number | null;
  /** The clients whose people are waited for. */
  readonly clients: readonly ClientConfig[];
  readonly signal: AbortSignal;
  /** Tells of a database that is away, where no worker of this process does. */
  readonly outage?: Outage;
  onProgress(progress: Progress): void;
}

const LOOK_EVERY_MS = 250;
const RATE_WITHIN_MS = 10_000;

/** Waits until nothing is left to do without anybody's help, or a client has been stopped. */
export async function follow(options: FollowOptions): Promise<FollowEnd> {
  const { pool, signal, outage } = options;
  let startedAt: Date | null = null;
  const lookOnce = async () => {
    startedAt ??= await readClock(pool);
    const end = await look(options, startedAt);
    outage?.answered();
    return end;
  };
  while (!signal.aborted) {
    const lookedAt = Date.now();
    const end = await lookOnce().catch((cause: unknown) => waitOut(cause, outage));
    if (end !== null) return end;
    // Looking may not become the main work where there are many people.
    const took = Date.now() - lookedAt;
    await pause(Math.max(LOOK_EVERY_MS, took * 10), undefined, { signal }).catch(() => undefined);
  }
  return { kind: 'interrupted' };
}

/** A database that is away for a while is waited for. */
function waitOut(cause: unknown, outage: Outage | undefined): null {
  const trouble = passingTrouble(cause);
  if (trouble === null) throw cause;
  outage?.failed(trouble.code);
  return null;
}

/** How the wait has ended; null: it goes on. */
async function look(options: FollowOptions, startedAt: Date): Promise<FollowEnd | null> {
  const { pool, batchId } = options;
  const clients = await followed(options);
  const ids = clients.map(({ id }) => id);
  const waiting = batchId === null ? planned(options, clients, startedAt) : [];
  const due = await countDueResends(
    pool,
    waiting.filter(({ trouble }) => trouble === null),
  );
  const untold = batchId === null ? await countUntold(options, clients) : 0;
  const open = (await countOpen(pool, batchId, ids)) + due + untold;
  if (open === 0 && (batchId !== null || !(await hasNews(options, clients))))
    return await endOf(pool, waiting);
  const paused = clients.find(({ pausedAt }) => pausedAt !== null);
  if (open > 0 && paused !== undefined) {
    return { kind: 'paused', client: paused.name, message: paused.pausedMessage ?? '' };
  }
  options.onProgress(await progressOf(options, clients, open));
  return null;
}

/** The same, with the progress shown on stderr. */
export function watch(options: Omit<FollowOptions, 'onProgress'>): Promise<FollowEnd> {
  const progress = displayProgress();
  return follow({ ...options, onProgress: progress.show }).finally(progress.end);
}

async function followed({ pool, clients }: FollowOptions): Promise<ClientRecord[]> {
  const names = clients.map(({ name }) => name);
  return (await listClients(pool)).filter(({ name }) => names.includes(name));
}

/** People of whom Next Identity is to be told, by the clients that can tell it. */
function countUntold({ pool, clients }: FollowOptions, records: readonly ClientRecord[]) {
  const telling = clients.filter(({ directAccess }) => directAccess !== null);
  return countDueUpdates(pool, idsOf(telling, records));
}

/** Whether webhooks have been received that are not handled yet: a worker that ended now would leave them to the next one. */
function hasNews({ pool, clients }: FollowOptions, records: readonly ClientRecord[]) {
  const listening = clients.filter((client) => resendRulesOf(client).activating.length > 0);
  return hasOpenEvents(pool, idsOf(listening, records));
}

function idsOf(configured: readonly ClientConfig[], records: readonly ClientRecord[]): number[] {
  const names = configured.map(({ name }) => name);
  return records.filter(({ name }) => names.includes(name)).map(({ id }) => id);
}

/** A client with the policy by which its people are written to again. */
interface Planned {
  readonly id: number;
  readonly name: string;
  readonly policy: string | null;
  /** Why its people cannot be looked up, where that has been tried since the wait began; what it fails by may be mended before. */
  readonly trouble: string | null;
}

function planned(
  { clients }: FollowOptions,
  records: readonly ClientRecord[],
  startedAt: Date,
): Planned[] {
  const rules = new Map(clients.map((client) => [client.name, resendRulesOf(client)]));
  return records.map(({ id, name, lookUpTriedAt, lookUpMessage }) => {
    const { inForce = null, isLookedUp = false } = rules.get(name) ?? {};
    const isInTrouble = isLookedUp && lookUpTriedAt !== null && lookUpTriedAt >= startedAt;
    const trouble = isInTrouble ? (lookUpMessage ?? '') : null;
    return { id, name, policy: inForce?.fingerprint ?? null, trouble };
  });
}

/** How the wait ends when nothing is left that goes on by itself. */
async function endOf(pool: Pool, waiting: readonly Planned[]): Promise<FollowEnd> {
  for (const client of waiting) {
    const { name, trouble } = client;
    if (trouble !== null && (await countDueResends(pool, [client])) > 0)
      return { kind: 'not-looked-up', client: name, message: trouble };
  }
  return { kind: 'drained' };
}

async function progressOf(
  { pool, batchId, clients: configured }: FollowOptions,
  clients: readonly ClientRecord[],
  open: number,
): Promise<Progress> {
  const [states, recents, rates] = await Promise.all([
    countStates(pool, { batchId, clientId: null }),
    Promise.all(clients.map(({ id }) => countRecentCalls(pool, id, RATE_WITHIN_MS))),
    Promise.all(clients.map((client) => rateInUse(pool, client, configured))),
  ]);
  const total = Object.values(states).reduce((sum, people) => sum + people, 0);
  return {
    done: Math.max(0, total - open),
    total,
    rate: recents.reduce((sum, recent) => sum + ratePerSecond(recent), 0),
    held: recents.reduce((sum, { held }) => sum + held, 0),
    leftMs: (open * 1_000) / Math.min(...rates),
  };
}

/** Calls per second at the pace that is kept now. */
async function rateInUse(pool: Pool, record: ClientRecord, configured: readonly ClientConfig[]) {
  const config = configured.find(({ name }) => name === record.name);
  return (await readPaceInUse(pool, record, config)).uses;
}

/** Calls per second. Spans under a second say little, and are taken for one. */
export function ratePerSecond({ calls, spanMs }: RecentCalls): number {
  return calls === 0 ? 0 : (calls * 1_000) / Math.max(spanMs, 1_000);
}
