import { describe, expect, test } from '@jest/globals';
import {
  fingerprint,
  type InvitedPerson,
  nextStep,
  type ResendPolicy,
} from '../../src/invite/resend-policy.js';
import { DAY, HOUR, INVITED, MINUTE, OFFICE, PLAIN } from './policies.js';

const { invitedAt } = INVITED;
const later = (ms: number) => new Date(invitedAt.getTime() + ms);

/** What comes next, with the time of it in UTC. */
function next(policy: ResendPolicy, person: Partial<InvitedPerson>, now: Date | string) {
  const step = nextStep(policy, { ...INVITED, ...person }, new Date(now));
  return step.kind === 'none' ? 'none' : { ...step, at: step.at.toISOString() };
}
const resend = (slot: number, at: string) => ({ kind: 'resend', slot, at });
const expire = (at: string) => ({ kind: 'expire', at });

describe('somebody who has been invited', () => {
  test('is written to again when the first slot comes', () => {
    expect(next(PLAIN, {}, invitedAt)).toEqual(resend(1, '2026-06-05T10:00:00.000Z'));
  });

  test('then when the next one comes, and so on', () => {
    const once = { resendSlot: 1, resends: 1, lastMessageAt: later(3 * DAY) };
    expect(next(PLAIN, once, later(4 * DAY))).toEqual(resend(2, '2026-06-09T10:00:00.000Z'));
    const twice = { resendSlot: 2, resends: 2, lastMessageAt: later(7 * DAY) };
    expect(next(PLAIN, twice, later(8 * DAY))).toEqual(resend(3, '2026-06-16T10:00:00.000Z'));
  });

  test('is given up when the slots are used and the time has come', () => {
    const used = { resendSlot: 3, resends: 3, lastMessageAt: later(14 * DAY) };
    expect(next(PLAIN, used, later(15 * DAY))).toEqual(expire('2026-07-02T10:00:00.000Z'));
    expect(next({ ...PLAIN, expireAfterMs: null }, used, later(15 * DAY))).toBe('none');
  });

  test('is not written to more often than the maximum, however many slots are left', () => {
    const once = { resendSlot: 1, resends: 1, lastMessageAt: later(3 * DAY) };
    const policy = { ...PLAIN, maximum: 1 };
    expect(next(policy, once, later(4 * DAY))).toEqual(expire('2026-07-02T10:00:00.000Z'));
  });

  test('uses a slot up without a message that counts, where the call failed', () => {
    const failed = { resendSlot: 1, resends: 0, lastMessageAt: invitedAt };
    expect(next(PLAIN, failed, later(4 * DAY))).toEqual(resend(2, '2026-06-09T10:00:00.000Z'));
  });
});

describe('a person who had an account already', () => {
  const existing = { state: 'existing' as const };

  test('is left alone', () => {
    expect(next(PLAIN, existing, later(4 * DAY))).toBe('none');
    expect(next(PLAIN, existing, later(40 * DAY))).toBe('none');
  });

  test('is treated like everybody else where the policy says so', () => {
    const policy = { ...PLAIN, existing: 'resend' as const };
    expect(next(policy, existing, invitedAt)).toEqual(resend(1, '2026-06-05T10:00:00.000Z'));
  });
});

describe('a sweep that was down', () => {
  test('for a day sends the message of the slot that has passed', () => {
    expect(next(PLAIN, {}, later(4 * DAY))).toEqual(resend(1, '2026-06-05T10:00:00.000Z'));
  });

  test('for two slots sends one message, for the later of them', () => {
    expect(next(PLAIN, {}, later(9 * DAY))).toEqual(resend(2, '2026-06-09T10:00:00.000Z'));
  });

  test('until the expiry sends none', () => {
    expect(next(PLAIN, {}, later(31 * DAY))).toEqual(expire('2026-07-02T10:00:00.000Z'));
  });

  test('and comes up at night waits for the morning', () => {
    expect(next(OFFICE, {}, '2026-06-09T21:00:00Z')).toEqual(resend(2, '2026-06-10T06:00:00.000Z'));
  });
});

describe('quiet hours and days', () => {
  test('hold a message until the next open one', () => {
    const friday = { invitedAt: new Date('2026-06-03T17:00:00Z') };
    expect(next(OFFICE, friday, '2026-06-03T17:00:00Z')).toEqual(
      resend(1, '2026-06-08T06:00:00.000Z'),
    );
  });

  test('are those of the person, where the roster has them', () => {
    const abroad = { timeZone: 'America/New_York' };
    expect(next(OFFICE, abroad, invitedAt)).toEqual(resend(1, '2026-06-05T12:00:00.000Z'));
  });

  test('make two messages one, where they hold the first until the second comes', () => {
    const policy = { ...OFFICE, afterMs: [3 * DAY, 5 * DAY], days: [1] };
    expect(next(policy, {}, invitedAt)).toEqual(resend(2, '2026-06-08T06:00:00.000Z'));
  });

  test('do not hold the expiry, from which on nothing is sent', () => {
    const policy = { ...OFFICE, afterMs: [4 * DAY], expireAfterMs: 5 * DAY };
    expect(next(policy, {}, invitedAt)).toEqual(expire('2026-06-07T10:00:00.000Z'));
  });
});

describe('the cool-down', () => {
  test('counts from the last message, whichever client sent it', () => {
    const elsewhere = { lastMessageAt: later(3 * DAY - HOUR) };
    expect(next(PLAIN, elsewhere, later(3 * DAY))).toEqual(resend(1, '2026-06-06T09:00:00.000Z'));
  });

  test('is at least the window within which Next Identity would block the message', () => {
    const policy = { ...PLAIN, coolDownMs: 0 };
    const late = { lastMessageAt: later(3 * DAY - MINUTE) };
    expect(next(policy, late, later(3 * DAY))).toEqual(resend(1, '2026-06-05T10:09:00.000Z'));
  });
});

describe('the spread', () => {
  const people = Array.from({ length: 1_000 }, (_, index) => index + 1);
  const spread = { ...OFFICE, spreadMs: 2 * HOUR };
  const moments = (policy: ResendPolicy, now: Date, person: Partial<InvitedPerson> = {}) =>
    people.map((id) => {
      const step = nextStep(policy, { ...INVITED, ...person, id }, now);
      return step.kind === 'none' ? Number.NaN : step.at.getTime();
    });
  /** People whose message comes in each of the twelve tens of minutes after `from`. */
  const perTenMinutes = (times: readonly number[], from: string) =>
    Array.from({ length: 12 }, (_, index) => {
      const start = new Date(from).getTime() + index * 10 * MINUTE;
      return times.filter((time) => time >= start && time < start + 10 * MINUTE).length;
    });

  test('gives each ten minutes of it the same share of a thousand people', () => {
    const counts = perTenMinutes(moments(spread, invitedAt), '2026-06-05T10:00:00Z');
    expect(counts.reduce((sum, count) => sum + count)).toBe(1_000);
    expect(Math.min(...counts)).toBeGreaterThan(80);
    expect(Math.max(...counts)).toBeLessThan(87);
  });

  test('spreads what was held back over night or by a sweep that was down, too', () => {
    const evening = { invitedAt: new Date('2026-06-02T20:00:00Z') };
    for (const times of [
      moments(spread, invitedAt, evening),
      moments(spread, new Date('2026-06-07T12:00:00Z')),
    ]) {
      const monday = '2026-06-08T06:00:00Z';
      expect(Math.min(...perTenMinutes(times, monday))).toBeGreaterThan(80);
    }
  });

  test('goes on the next morning where the evening cuts it off', () => {
    const late = { invitedAt: new Date('2026-06-01T17:00:00Z') };
    const times = moments(spread, late.invitedAt, late);
    const inTheEvening = times.filter((time) => time < new Date('2026-06-04T18:00:00Z').getTime());
    const inTheMorning = times.filter((time) => time >= new Date('2026-06-05T06:00:00Z').getTime());
    expect(inTheEvening.length + inTheMorning.length).toBe(1_000);
    expect(Math.abs(inTheEvening.length - inTheMorning.length)).toBeLessThan(5);
  });

  test('is the same for a person whenever it is asked for', () => {
    expect(moments(spread, later(DAY))).toEqual(moments(spread, invitedAt));
  });
});

describe('a fingerprint', () => {
  test('is short, and the same for the same policy', () => {
    expect(fingerprint({ ...OFFICE })).toBe(fingerprint(OFFICE));
    expect(fingerprint(OFFICE).length).toBeLessThan(16);
  });

  test.each<[string, Partial<ResendPolicy>]>([
    ['slots', { afterMs: [2 * DAY] }],
    ['maximum', { maximum: 2 }],
    ['expiry', { expireAfterMs: null }],
    ['quiet hours', { quietHours: null }],
    ['days', { days: [1] }],
    ['time zone', { timeZone: 'UTC' }],
    ['spread', { spreadMs: 1 }],
    ['cool-down', { coolDownMs: 0 }],
    ['window of the vendor', { resendWindowMs: 0 }],
    ['way with existing people', { existing: 'resend' }],
  ])('is another for another %s', (_name, change) => {
    expect(fingerprint({ ...OFFICE, ...change })).not.toBe(fingerprint(OFFICE));
  });

  test('is not changed by what plans no step', () => {
    expect(fingerprint({ ...OFFICE, byTimeAlone: true, holdFirst: true })).toBe(
      fingerprint(OFFICE),
    );
  });
});
