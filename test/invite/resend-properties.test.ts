import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allowedFrom } from '../../src/invite/open-hours.js';
import { type InvitedPerson, nextStep, type ResendPolicy } from '../../src/invite/resend-policy.js';
import { anyPerson, anyPolicy, DAY, HOUR, MINUTE } from './policies.js';

/** How long the sweep is away each time: minutes as a rule, days where it was down, backwards where the clock jumps. */
const anyPauses = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: MINUTE, max: 12 * HOUR }) },
    { weight: 2, arbitrary: fc.integer({ min: DAY, max: 12 * DAY }) },
    { weight: 1, arbitrary: fc.integer({ min: -2 * DAY, max: -MINUTE }) },
  ),
  { maxLength: 80 },
);

interface Sent {
  readonly slot: number;
  readonly at: Date;
}

/** What a sweep does that comes after these pauses: it sends what is due, and nothing else. */
function sweep(policy: ResendPolicy, invited: InvitedPerson, pauses: readonly number[]) {
  const sent: Sent[] = [];
  let person = invited;
  let now = invited.invitedAt;
  for (const pause of pauses) {
    now = new Date(now.getTime() + pause);
    const step = nextStep(policy, person, now);
    if (step.kind !== 'resend' || step.at > now) continue;
    sent.push({ slot: step.slot, at: now });
    const resends = person.resends + 1;
    person = { ...person, resendSlot: step.slot, resends, lastMessageAt: now };
  }
  return { sent, person, now };
}

const runs = { numRuns: 200 };
const anyMonth = fc.tuple(anyPolicy, anyPerson, anyPauses);

describe('whenever the sweep comes, and however the clock jumps', () => {
  test('no message goes out in quiet hours or on a closed day', () => {
    fc.assert(
      fc.property(anyMonth, ([policy, invited, pauses]) => {
        for (const { at } of sweep(policy, invited, pauses).sent) {
          expect(allowedFrom(policy, invited.timeZone, at)).toEqual(at);
        }
      }),
      runs,
    );
  });

  test('nobody gets two messages within the cool-down', () => {
    fc.assert(
      fc.property(anyMonth, ([policy, invited, pauses]) => {
        let last = invited.invitedAt;
        for (const { at } of sweep(policy, invited, pauses).sent) {
          expect(at.getTime() - last.getTime()).toBeGreaterThanOrEqual(
            Math.max(policy.coolDownMs, policy.resendWindowMs),
          );
          last = at;
        }
      }),
      runs,
    );
  });

  test('each slot is used once at most, one after the other, none before it comes and none too many', () => {
    fc.assert(
      fc.property(anyMonth, ([policy, invited, pauses]) => {
        const { sent } = sweep(policy, invited, pauses);
        const slots = sent.map(({ slot }) => slot);
        expect(slots).toEqual([...new Set(slots)].sort((a, b) => a - b));
        expect(sent.length).toBeLessThanOrEqual(policy.maximum);
        for (const { slot, at } of sent) {
          const waited = at.getTime() - invited.invitedAt.getTime();
          expect(waited).toBeGreaterThanOrEqual(policy.afterMs[slot - 1] ?? Number.NaN);
          expect(waited).toBeLessThan(policy.expireAfterMs ?? Number.POSITIVE_INFINITY);
        }
      }),
      runs,
    );
  });

  test('everybody is given up in the end, or there is nothing left to do', () => {
    fc.assert(
      fc.property(anyMonth, ([policy, invited, pauses]) => {
        let { person, now } = sweep(policy, invited, pauses);
        let step = nextStep(policy, person, now);
        for (let slots = policy.afterMs.length; slots > 0 && step.kind === 'resend'; slots -= 1) {
          now = new Date(Math.max(now.getTime(), step.at.getTime()));
          person = { ...person, resendSlot: step.slot, lastMessageAt: now };
          step = nextStep(policy, person, now);
        }
        const isLeft = person.state === 'existing' && policy.existing === 'leave';
        expect(step.kind).toBe(isLeft || policy.expireAfterMs === null ? 'none' : 'expire');
      }),
      runs,
    );
  });
});

describe('a step', () => {
  test('never comes earlier for being asked for later', () => {
    fc.assert(
      fc.property(
        anyPolicy,
        anyPerson,
        fc.nat(60 * DAY),
        fc.nat(9 * DAY),
        (policy, person, ms, more) => {
          const earlier = nextStep(policy, person, new Date(person.invitedAt.getTime() + ms));
          const later = nextStep(policy, person, new Date(person.invitedAt.getTime() + ms + more));
          if (earlier.kind === 'none' || later.kind === 'none') {
            expect(later.kind).toBe(earlier.kind);
            return;
          }
          expect(later.at.getTime()).toBeGreaterThanOrEqual(earlier.at.getTime());
          if (earlier.kind === 'expire') expect(later).toEqual(earlier);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('is due when its time has come, and was not put off in the meantime', () => {
    fc.assert(
      fc.property(anyPolicy, anyPerson, fc.nat(60 * DAY), (policy, person, ms) => {
        const step = nextStep(policy, person, new Date(person.invitedAt.getTime() + ms));
        if (step.kind !== 'none') expect(nextStep(policy, person, step.at)).toEqual(step);
      }),
      { numRuns: 1_000 },
    );
  });
});
