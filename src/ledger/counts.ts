import type { Pool } from 'pg';
import type { InviteState } from '../invite/states.js';
import { run } from './statement.js';

/** What is counted: one batch, one client, or everything. */
export interface Scope {
  readonly batchId: number | null;
  readonly clientId: number | null;
}

export interface Reason {
  readonly state: InviteState;
  readonly code: string;
  readonly message: string;
  readonly people: number;
}

export interface ProblemCount {
  readonly code: string;
  readonly message: string;
  readonly rows: number;
  /** Lines of the first few. */
  readonly lines: readonly number[];
}

/** How many people stand where; states that nobody is in are absent. */
export async function countStates(
  pool: Pool,
  { batchId, clientId }: Scope,
): Promise<Partial<Record<InviteState, number>>> {
  const rows = await run<{ state: InviteState; people: number }>(pool, 'count-states', [
    batchId,
    clientId,
  ]);
  return Object.fromEntries(rows.map(({ state, people }) => [state, people]));
}

/** Why people failed or are in doubt, the most frequent reason first. */
export function countReasons(pool: Pool, { batchId, clientId }: Scope): Promise<Reason[]> {
  return run<Reason>(pool, 'count-codes', [batchId, clientId]);
}

/** Why rows of a batch were rejected that have not been mended since, the most frequent problem first. */
export function countProblems(pool: Pool, batchId: number): Promise<ProblemCount[]> {
  return run<ProblemCount>(pool, 'count-problems', [batchId]);
}

/** People of these clients for whom something is still to be done without anybody's help. */
export async function countOpen(
  pool: Pool,
  batchId: number | null,
  clientIds: readonly number[],
): Promise<number> {
  const [row] = await run<{ open: number }>(pool, 'count-open', [batchId, clientIds]);
  return row?.open ?? 0;
}

/** Calls of a client that ended within the last `withinMs`. */
export interface RecentCalls {
  readonly calls: number;
  /** Those answered 429. */
  readonly held: number;
  /** How long the calls took from the first to now, in ms; at most `withinMs`. */
  readonly spanMs: number;
}

export async function countRecentCalls(
  pool: Pool,
  clientId: number,
  withinMs: number,
): Promise<RecentCalls> {
  const [row] = await run<RecentCalls & Record<string, number>>(pool, 'recent-calls', [
    clientId,
    withinMs,
  ]);
  return row ?? { calls: 0, held: 0, spanMs: 0 };
}

/** Calls of a client that ended since then and were not answered 429; more than `most` are counted as so many. */
export async function countCallsSince(
  pool: Pool,
  clientId: number,
  since: Date,
  most: number,
): Promise<number> {
  const [row] = await run<{ calls: number }>(pool, 'count-calls-since', [clientId, since, most]);
  return row?.calls ?? 0;
}
