import { markActivated } from '../src/ledger/activation.js';
import { readPeopleToCheck, saveChecks } from '../src/ledger/look-ups.js';
import { crashPoint } from '../src/observe/crash-point.js';
import { type LookUpContext, lookUpEach } from './look-up.js';
import type { JobEnd } from './pre-register.js';

/**
 * Asks Next Identity about people whose next message is due, just before it would go out. Whoever is not due any more, or has
 * been asked about since, costs no call. Somebody whom Next Identity does not know has not activated; that is noted.
 */
export async function checkActivation(
  inviteIds: readonly number[],
  context: LookUpContext,
): Promise<JobEnd> {
  const { pool, clientId, log } = context;
  const people = await readPeopleToCheck(pool, inviteIds);
  return lookUpEach(people, context, async (group) => {
    const activated = group.filter(({ found }) => found?.isActivated === true);
    const reports = activated.map(({ person: { uuid, identifier } }) =>
      uuid === null ? { identifier } : { uuid },
    );
    // First, and only then that they have been checked: a resend waits for the latter.
    await markActivated(pool, clientId, 'look-up', reports);
    crashPoint('check-activation: activations recorded');
    const checked = group.map(({ person: { inviteId }, found }) => ({
      inviteId,
      isFound: found !== null,
      uuid: found?.uuid ?? null,
    }));
    await saveChecks(pool, checked);
    crashPoint('check-activation: checks recorded');
    log.debug({ people: group.length, activated: activated.length }, 'looked up');
  });
}
