import { describe, expect, test } from '@jest/globals';
import { describePolicy } from '../../src/invite/describe-policy.js';
import type { ResendPolicy } from '../../src/invite/resend-policy.js';
import { DAY, HOUR, MINUTE, OFFICE, PLAIN } from './policies.js';

const NO_WAY = { webhook: false, lookUp: false, list: false };
const WAYS = { webhook: true, lookUp: true, list: false };
const sentences = (change: Partial<ResendPolicy>, ways = WAYS) =>
  describePolicy({ ...OFFICE, spreadMs: 2 * HOUR, ...change }, ways);

test('a policy reads as sentences', () => {
  expect(sentences({})).toEqual([
    'Written to again 3, 7 and 14 days after the invitation, at most 3 times.',
    "Messages go out Monday to Friday from 08:00 to 20:00 (Europe/Berlin, or the person's own time zone), spread over 2 hours.",
    'Nobody is written to twice within 1 day, over all batches and clients.',
    'Who has not activated 30 days after the invitation is given up.',
    'People who had an account already are left alone.',
    'First invitations go out at any hour.',
    'Who has activated is learnt by webhooks and look-ups.',
  ]);
});

test.each<[Partial<ResendPolicy>, string]>([
  [{ afterMs: [12 * HOUR, 36 * HOUR] }, '12 hours and 1 day, 12 hours after'],
  [{ afterMs: [DAY], maximum: 1 }, 'again 1 day after the invitation, at most once.'],
  [{ maximum: 2 }, 'at most twice.'],
  [{ ...PLAIN, spreadMs: 0 }, 'Messages go out at any hour of any day.'],
  [{ quietHours: null }, "Monday to Friday at any hour (Europe/Berlin, or the person's own"],
  [{ quietHours: { from: 720, to: 845 } }, 'Monday to Friday but for 12:00 to 14:05 ('],
  [{ days: [1, 2, 3, 4, 5, 6, 7] }, 'go out every day from 08:00'],
  [{ days: [1, 4, 7] }, 'go out on Monday, Thursday and Sunday from'],
  [{ days: [6, 7] }, 'go out on Saturday and Sunday from'],
  [{ coolDownMs: 0, resendWindowMs: 10 * MINUTE }, 'twice within 10 minutes, over'],
  [{ expireAfterMs: null }, 'Nobody is given up.'],
  [{ existing: 'resend' }, 'People who had an account already are written to like everybody else.'],
  [{ holdFirst: true }, 'First invitations wait for the same hours and days.'],
])('%j is told as "%s"', (change, words) => {
  expect(sentences(change).join('\n')).toContain(words);
});

describe('where nothing tells who has activated', () => {
  test('it is said that nobody is written to, and what can be done', () => {
    expect(sentences({}, NO_WAY).at(-1)).toMatch(
      /^Nothing tells who has activated, so nobody is written to again or given up\. Configure /,
    );
  });

  test('it is said that people are written to all the same, where the policy wants that', () => {
    expect(sentences({ byTimeAlone: true }, NO_WAY).at(-1)).toMatch(
      /by time alone, also those who/,
    );
    expect(sentences({ byTimeAlone: true }).at(-1)).toMatch(/learnt by webhooks and look-ups\.$/);
  });
});

test('no policy is told as such', () => {
  expect(describePolicy(null, NO_WAY)).toEqual([
    expect.stringMatching(/^Nobody is written to again and nobody is given up: .* `resend`/),
    'Nothing tells who has activated.',
  ]);
});
