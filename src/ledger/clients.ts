import type { Pool } from 'pg';
import { type ClientConfig, DEFAULT_LIMIT } from '../config/client-config.js';
import type { RateLimit } from '../invite/pace.js';
import { run } from './statement.js';

/** A client as the ledger knows it. */
export interface ClientRecord extends RateLimit {
  readonly id: number;
  readonly name: string;
  readonly authType: 'email' | 'sms';
  readonly pausedAt: Date | null;
  readonly pausedCode: string | null;
  readonly pausedMessage: string | null;
  /** Since when nobody can be looked up, and why; null while it works, or has never been tried. */
  readonly lookUpFailedAt: Date | null;
  /** When it failed last. */
  readonly lookUpTriedAt: Date | null;
  readonly lookUpCode: string | null;
  readonly lookUpMessage: string | null;
}

/**
 * Makes a client known to the ledger and hands over what the configuration says of its limit; running workers take that
 * over within seconds. What the configuration leaves open stays as the ledger has it.
 *
 * @returns the client's id
 */
export async function saveClient(
  pool: Pool,
  { name, authType, limit }: ClientConfig,
): Promise<number> {
  const fresh = DEFAULT_LIMIT;
  const [saved] = await run<{ id: number }>(pool, 'save-client', [
    name,
    authType,
    limit.calls,
    limit.perMs,
    limit.burst,
    limit.capacity,
    fresh.calls,
    fresh.perMs,
    fresh.burst,
    fresh.capacity,
  ]);
  if (saved === undefined) throw new Error('Expected save-client to return the id');
  return saved.id;
}

export function listClients(pool: Pool): Promise<ClientRecord[]> {
  return run<ClientRecord>(pool, 'list-clients');
}

/** Stops a client's calls until it is resumed. The first reason given stands. */
export async function pauseClient(
  pool: Pool,
  id: number,
  code: string,
  message: string,
): Promise<void> {
  await run(pool, 'pause-client', [id, code, message]);
}

export async function resumeClient(pool: Pool, id: number): Promise<void> {
  await run(pool, 'resume-client', [id]);
}
