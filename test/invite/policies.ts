import fc from 'fast-check';
import type { InvitedPerson, ResendPolicy } from '../../src/invite/resend-policy.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** After 3, 7 and 14 days, at any hour and on any day. */
export const PLAIN: ResendPolicy = {
  afterMs: [3 * DAY, 7 * DAY, 14 * DAY],
  maximum: 3,
  expireAfterMs: 30 * DAY,
  quietHours: null,
  days: [1, 2, 3, 4, 5, 6, 7],
  timeZone: 'Europe/Berlin',
  spreadMs: 0,
  coolDownMs: DAY,
  resendWindowMs: 10 * MINUTE,
  existing: 'leave',
  byTimeAlone: false,
  holdFirst: false,
};

/** The same within office hours: Monday to Friday, 08:00 to 20:00 in Berlin. */
export const OFFICE: ResendPolicy = {
  ...PLAIN,
  quietHours: { from: 20 * 60, to: 8 * 60 },
  days: [1, 2, 3, 4, 5],
};

/** Somebody who was invited on a Tuesday at noon in Berlin, long before and after any change of the clock. */
export const INVITED: InvitedPerson = {
  id: 1,
  state: 'invited',
  invitedAt: new Date('2026-06-02T10:00:00Z'),
  resendSlot: 0,
  resends: 0,
  lastMessageAt: null,
  timeZone: null,
};

/** Zones that change their clocks at night, at midnight, by half an hour, the other way round, and never. */
export const TIME_ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'America/Havana',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Kiritimati',
  'UTC',
];

const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });

const openHours = fc.record({
  quietHours: fc.option(fc.record({ from: minutes, to: minutes })),
  days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
  timeZone: fc.constantFrom(...TIME_ZONES),
});

/** Any policy that the configuration would take. */
export const anyPolicy: fc.Arbitrary<ResendPolicy> = fc
  .record({
    hours: openHours.filter(
      ({ quietHours }) => quietHours?.from !== quietHours?.to || quietHours === null,
    ),
    gaps: fc.array(fc.integer({ min: 60, max: 20 * 24 * 60 }), { minLength: 1, maxLength: 5 }),
    maximum: fc.integer({ min: 1, max: 5 }),
    shares: fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 0.99, noNaN: true }),
    ),
    grace: fc.option(fc.integer({ min: 1, max: 30 * 24 * 60 })),
    existing: fc.constantFrom('leave' as const, 'resend' as const),
  })
  .map(({ hours, gaps, maximum, shares, grace, existing }) => {
    const shortest = Math.min(...gaps) * MINUTE;
    const afterMs = gaps.map(
      (_, index) => gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap) * MINUTE,
    );
    const spreadMs = Math.floor(shares[1] * shortest);
    const lastMs = Math.max(...afterMs) + spreadMs;
    return {
      ...PLAIN,
      ...hours,
      afterMs,
      maximum: Math.min(maximum, afterMs.length),
      expireAfterMs: grace === null ? null : lastMs + grace * MINUTE,
      spreadMs,
      coolDownMs: Math.floor(shares[0] * shortest),
      resendWindowMs: Math.min(10 * MINUTE, shortest),
      existing,
    };
  });

/** Anybody who has just been invited, near a change of the clock as often as not. */
export const anyPerson: fc.Arbitrary<InvitedPerson> = fc
  .record({
    id: fc.integer({ min: 1, max: 2 ** 40 }),
    state: fc.constantFrom('invited' as const, 'existing' as const),
    invitedAt: fc.date({
      min: new Date('2025-09-01T00:00:00Z'),
      max: new Date('2027-12-01T00:00:00Z'),
      noInvalidDate: true,
    }),
    timeZone: fc.option(fc.constantFrom(...TIME_ZONES)),
  })
  .map((person) => ({ ...INVITED, ...person }));
