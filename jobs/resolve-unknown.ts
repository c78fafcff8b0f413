import {
  endDoubts,
  NOT_ARRIVED,
  type PersonInDoubt,
  type Resolution,
  readPeopleInDoubt,
} from '../src/ledger/doubts.js';
import { crashPoint } from '../src/observe/crash-point.js';
import { type LookedUp, type LookUpContext, lookUpEach } from './look-up.js';
import type { JobEnd } from './pre-register.js';

/**
 * How long people are left in doubt before they are looked up, in ms: five times as long as a call may take at the very
 * most, so that none is still on its way when the look-up says that it did nothing.
 */
export const DOUBT_MS = 600_000;

/** Looks up people whose calls were lost until they were given up, and ends the doubt about them. */
export async function resolveUnknown(
  inviteIds: readonly number[],
  context: LookUpContext,
): Promise<JobEnd> {
  const { pool, clientId, log } = context;
  const people = await readPeopleInDoubt(pool, inviteIds);
  return lookUpEach(people, context, async (group) => {
    const activated = group.flatMap(({ found }) =>
      found?.isActivated === true && found.uuid !== null ? [{ uuid: found.uuid }] : [],
    );
    const resolved = await endDoubts(pool, clientId, group.map(resolutionOf), activated);
    crashPoint('resolve-unknown: activations recorded');
    log.info({ people: group.length, resolved }, 'people in doubt were looked up');
  });
}

/**
 * Somebody who is there was put there by our lost call, as a 200 after one says (`src/invite/outcome.ts`). Who is not there
 * never was called, as far as anyone can see, and a first invitation is safe: it is made from the start, but once only by
 * itself, since a call that is lost every time would be made for ever.
 */
function resolutionOf({ person, found }: LookedUp<PersonInDoubt>): Resolution {
  const { inviteId, wasStartedOver } = person;
  if (found !== null) {
    return {
      inviteId,
      state: 'invited',
      uuid: found.uuid,
      code: 'resolved_by_look_up',
      message: null,
    };
  }
  return wasStartedOver
    ? {
        inviteId,
        state: 'unknown',
        uuid: null,
        code: 'lost_every_time',
        message:
          'Every call was lost, and Next Identity does not know the person. To try again: rollcall resolve --as not-sent',
      }
    : { inviteId, state: 'pending', uuid: null, code: NOT_ARRIVED, message: null };
}
