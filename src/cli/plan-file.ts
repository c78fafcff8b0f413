import { planRoster, type RosterPlan } from '../../jobs/plan-roster.js';
import { type ClientConfig, DEFAULT_LIMIT, waysOf } from '../config/client-config.js';
import { paceOf, type RateLimit } from '../invite/pace.js';
import type { ActivationWays } from '../invite/resend-policy.js';
import { listClients } from '../ledger/clients.js';
import { RollcallError } from '../observe/rollcall-error.js';
import type { Understood } from '../roster/index.js';
import { openRosterFile } from './open-roster-file.js';
import type { RosterChoices } from './roster-choices.js';
import type { RosterFile } from './roster-file.js';
import type { Session } from './session.js';

/** A roster that was read to its end, with what an import of it would do. */
export interface PlannedFile {
  readonly source: string;
  readonly client: string;
  readonly understood: Understood;
  readonly plan: RosterPlan;
  /** Ms that the calls for its new people take at the full pace. */
  readonly takesMs: number;
  readonly limit: RateLimit;
  /** How it is learnt who of them activates. */
  readonly ways: ActivationWays;
}

/**
 * Reads a roster to its end and tells what an import would do. Records nothing and calls nobody.
 *
 * @throws RollcallError where an import would be refused because of the file; `interrupted` once `signal` is aborted
 */
export async function planFile(
  session: Session,
  client: ClientConfig,
  file: RosterFile,
  choices: RosterChoices,
  signal?: AbortSignal,
): Promise<PlannedFile> {
  const { pool } = await session.ledger();
  const known = (await listClients(pool)).find(({ name }) => name === client.name);
  const { authType } = client;
  const context = { pool, clientId: known?.id ?? null, authType, ...(signal && { signal }) };
  try {
    const roster = await openRosterFile(pool, client, file.read(), choices);
    const plan = await planRoster(roster, context);
    const limit = { ...DEFAULT_LIMIT, ...known, ...client.limit };
    const takesMs = (plan.added * paceOf(limit).intervalUs) / 1_000;
    const { understood } = roster;
    return {
      source: file.name,
      client: client.name,
      understood,
      plan,
      takesMs,
      limit,
      ways: waysOf(client),
    };
  } catch (cause) {
    if (signal?.aborted) throw new RollcallError('interrupted', 'Ended. Nothing was taken in.');
    // What is wrong with a file that changes as it is read is that it changes, whatever the reader made of it.
    await file.mustBeUnchanged();
    throw cause;
  }
}
