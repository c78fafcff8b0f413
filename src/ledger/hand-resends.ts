import type { Pool } from 'pg';
import type { Override } from '../invite/hand-resend.js';
import type { InviteState } from '../invite/states.js';
import { run } from './statement.js';

/** Whom an operator wants written to again; what is null selects nobody out. */
export interface ResendSelection {
  readonly clientId: number | null;
  readonly batchId: number | null;
  readonly states: readonly InviteState[] | null;
  /** Ms since the invitation at least. */
  readonly olderThanMs: number | null;
  /** Addresses in lower case, numbers in E.164. */
  readonly identifiers: readonly string[] | null;
}

/** Whether somebody can be written to again by hand, or why not. */
export type ResendVerdict =
  | 'ready'
  | 'activated'
  | 'cancelled'
  | 'not-invited'
  | 'suppressed'
  /** A message was asked for already, or a call for the person is being made. */
  | 'under-way'
  | 'cool-down';

export interface VerdictCount {
  readonly verdict: ResendVerdict;
  readonly people: number;
  /** Identifiers of the first few. */
  readonly first: readonly string[];
}

export interface ResendRequest {
  /** Least time since the last message to a person, in ms; `handCoolDownMs` in src/invite/hand-resend.ts knows it. */
  readonly coolDownMs: number;
  readonly overrides: readonly Override[];
  /** People named for each verdict. */
  readonly named: number;
}

/**
 * Has people written to again: one message to each who is `ready`, as soon as the sweep comes to it. Somebody who had
 * expired is `invited` again, and the policy counts from now. A request is used up by its call, whatever becomes of it.
 *
 * @returns everybody who was selected, by verdict
 */
export function requestResends(
  pool: Pool,
  selection: ResendSelection,
  request: ResendRequest,
): Promise<VerdictCount[]> {
  return judge(pool, selection, request, false);
}

/** The same verdicts, with nothing done. */
export function previewResends(
  pool: Pool,
  selection: ResendSelection,
  request: ResendRequest,
): Promise<VerdictCount[]> {
  return judge(pool, selection, request, true);
}

interface Judged extends VerdictCount {
  /** Who has changed since; they have another verdict by now. */
  readonly missed: readonly number[] | null;
}

async function judge(
  pool: Pool,
  { clientId, batchId, states, olderThanMs, identifiers }: ResendSelection,
  { coolDownMs, overrides, named }: ResendRequest,
  isOnlyAsked: boolean,
): Promise<VerdictCount[]> {
  const selected = [clientId, batchId, states, olderThanMs, identifiers];
  const terms = [coolDownMs, overrides, isOnlyAsked, named];
  const counts = new Map<ResendVerdict, VerdictCount>();
  // Whoever changes while they are waited for is judged once more, so that what is told is what was done.
  let missed: number[] | null = null;
  do {
    const judged: (Judged & Record<string, unknown>)[] = await run(pool, 'request-resends', [
      ...selected,
      ...terms,
      missed,
    ]);
    for (const { verdict, people, first } of judged) {
      const before = counts.get(verdict) ?? { people: 0, first: [] };
      const names = [...before.first, ...first].slice(0, named);
      counts.set(verdict, { verdict, people: before.people + people, first: names });
    }
    missed = judged.flatMap((one) => one.missed ?? []);
  } while (missed.length > 0);
  return [...counts.values()].filter(({ people }) => people > 0);
}

/** Puts off the message that an operator asked for. */
export async function postponeRequest(pool: Pool, inviteId: number, until: Date): Promise<void> {
  await run(pool, 'postpone-request', [inviteId, until]);
}

/** Drops an operator's request. */
export async function dropRequest(pool: Pool, inviteId: number): Promise<void> {
  await run(pool, 'postpone-request', [inviteId, null]);
}
