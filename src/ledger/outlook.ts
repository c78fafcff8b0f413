import type { Pool } from 'pg';
import { run } from './statement.js';

/** What is to come for the people of a client by itself. */
export interface Outlook {
  /** Messages that the policy sends again within a day, those that are due included; and when the next one is. */
  readonly resends: number;
  readonly nextResendAt: Date | null;
  /** People who are given up within a day. */
  readonly expiries: number;
  /** Messages that an operator asked for and that have not gone out yet. */
  readonly byHand: number;
  /** People whose invitation waits for a later time, and when the first of them comes. */
  readonly held: number;
  readonly heldUntil: Date | null;
}

export async function readOutlook(pool: Pool, clientId: number): Promise<Outlook> {
  const [outlook] = await run<Outlook & Record<string, unknown>>(pool, 'read-outlook', [clientId]);
  if (outlook === undefined) throw new Error('Expected read-outlook to return a row');
  return outlook;
}
