import type { Pool } from 'pg';
import { backoffMs, type Random } from '../src/invite/backoff.js';
import {
  claimUpdate,
  finishUpdate,
  keepUpdate,
  postponeUpdate,
  releaseUpdate,
  type UpdateClaim,
} from '../src/ledger/user-updates.js';
import { NextIdentityError } from '../src/next-identity/error.js';
import type { Attributes } from '../src/next-identity/profile.js';
import { storeName } from '../src/next-identity/store-names.js';
import { crashPoint } from '../src/observe/crash-point.js';
import type { Log } from '../src/observe/log.js';
import type { JobEnd } from './pre-register.js';

export interface UpdateUserContext {
  readonly pool: Pool;
  /** Id of this process in the ledger. */
  readonly worker: string;
  /** Changes a user as the direct access client, within its budget. */
  update(uuid: string, attributes: Attributes): Promise<void>;
  /** Holds the calls of the direct access client after a 429. */
  hold(retryAfterMs: number | null): Promise<number>;
  readonly random: Random;
  readonly log: Log;
}

/** An hour apart at most: the data are not urgent, and a tenant that is down needs no more calls. */
const PAUSES = { baseMs: 60_000, capMs: 3_600_000 };

/** The field that people sign in with stays what it is: another address is another invite. */
const IDENTITY = { email: 'emailAddress', sms: 'mobileNumber' } as const;

/**
 * Tells Next Identity of the data of somebody who has been invited and has changed since, before they activate. Fields that
 * are as before are left out, and those that the export has no more stay as they are. `users/update` knows of no locale: a new one
 * is that of the next message.
 */
export async function updateUser(inviteId: number, context: UpdateUserContext): Promise<JobEnd> {
  const { pool, worker, log } = context;
  const claim = await claimUpdate(pool, inviteId, worker);
  if (claim === null) return { kind: 'done' };
  crashPoint('update-user: claimed');
  const attributes = changedAttributes(claim);
  if (Object.keys(attributes).length === 0) {
    await keepUpdate(pool, claim);
    return { kind: 'done' };
  }
  try {
    await context.update(claim.uuid, attributes);
  } catch (cause) {
    if (!(cause instanceof NextIdentityError) || cause.kind === 'aborted') {
      await releaseUpdate(pool, claim);
      throw cause;
    }
    log.warn({ inviteId, code: cause.code, status: cause.status }, 'a user was not updated');
    return await postpone(claim, cause, context);
  }
  crashPoint('update-user: answer read');
  await finishUpdate(pool, claim);
  crashPoint('update-user: outcome recorded');
  return { kind: 'done' };
}

function changedAttributes({ authType, profile, known }: UpdateClaim): Attributes {
  const changed = Object.entries(profile).filter(
    ([name, value]) => name !== IDENTITY[authType] && value !== known[name],
  );
  return Object.fromEntries(changed.map(([name, value]) => [storeName(name), value]));
}

async function postpone(
  claim: UpdateClaim,
  { kind, status, code, retryAfterMs }: NextIdentityError,
  { pool, hold, random }: UpdateUserContext,
): Promise<JobEnd> {
  const held = kind === 'rate-limited' ? await hold(retryAfterMs) : null;
  // Another refusal is about the client, and a person mends that.
  const isAboutData = kind === 'refused' && status === 422;
  const dueInMs = isAboutData ? null : (held ?? backoffMs(claim.tries, PAUSES, random));
  await postponeUpdate(pool, claim, { httpStatus: status, outcome: kind, code, dueInMs });
  return { kind: 'done' };
}
