import type { Pool } from 'pg';
import { run } from './statement.js';

type Profile = Readonly<Record<string, string | boolean>>;

/** What Next Identity is to be told of a person who has been invited, by this worker and no other. */
export interface UpdateClaim {
  readonly attemptId: number;
  readonly inviteId: number;
  readonly authType: 'email' | 'sms';
  readonly uuid: string;
  /** The data as they are now, and as Next Identity knows them. */
  readonly profile: Profile;
  readonly locale: string | null;
  readonly known: Profile;
  /** Calls for these data, this one included. */
  readonly tries: number;
}

/** How a call ended that told Next Identity nothing. */
export interface FailedUpdate {
  readonly httpStatus: number | null;
  readonly outcome: string;
  readonly code: string | null;
  /** Ms until the next call; null: none by itself. */
  readonly dueInMs: number | null;
}

/** No call lasts as long, in ms: after that the process that claimed it is dead. */
const CLAIM_MS = 5 * 60_000;

export async function listDueUpdates(
  pool: Pool,
  clientId: number,
  count: number,
): Promise<number[]> {
  const rows = await run<{ id: number }>(pool, 'list-due-updates', [clientId, count]);
  return rows.map(({ id }) => id);
}

/** Of how many people of these clients Next Identity is to be told now, or is being told. */
export async function countDueUpdates(pool: Pool, clientIds: readonly number[]): Promise<number> {
  const [row] = await run<{ due: number }>(pool, 'count-due-updates', [clientIds]);
  return row?.due ?? 0;
}

/** Null where there is nothing to tell, or not yet, or another worker does; or the client is paused. */
export async function claimUpdate(
  pool: Pool,
  inviteId: number,
  worker: string,
): Promise<UpdateClaim | null> {
  const [claim] = await run<UpdateClaim & Record<string, unknown>>(pool, 'claim-update', [
    inviteId,
    worker,
    CLAIM_MS,
  ]);
  return claim ?? null;
}

/** Records that Next Identity has been told. */
export async function finishUpdate(
  pool: Pool,
  { attemptId, inviteId, profile, locale }: UpdateClaim,
): Promise<void> {
  await run(pool, 'finish-update', [attemptId, inviteId, JSON.stringify(profile), locale]);
}

/** Keeps data of which there was nothing to tell, and no call was made. */
export async function keepUpdate(pool: Pool, claim: UpdateClaim): Promise<void> {
  const { attemptId, inviteId, profile, locale } = claim;
  await run(pool, 'keep-update', [attemptId, inviteId, JSON.stringify(profile), locale]);
}

/** Records that Next Identity has not been told. */
export async function postponeUpdate(
  pool: Pool,
  { attemptId, inviteId }: UpdateClaim,
  { httpStatus, outcome, code, dueInMs }: FailedUpdate,
): Promise<void> {
  const values = [attemptId, inviteId, httpStatus, outcome, code, dueInMs];
  await run(pool, 'postpone-update', values);
}

/** Gives a claim back unused; its call was never sent. */
export async function releaseUpdate(
  pool: Pool,
  { attemptId, inviteId }: UpdateClaim,
): Promise<void> {
  await run(pool, 'release-update', [attemptId, inviteId]);
}
