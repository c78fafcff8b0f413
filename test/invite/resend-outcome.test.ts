import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../src/invite/answer.js';
import { handAllowedFrom, handCoolDownMs } from '../../src/invite/hand-resend.js';
import { resendOutcomeOf } from '../../src/invite/resend-outcome.js';
import { DAY, HOUR, MINUTE, OFFICE } from './policies.js';

const UUID = '6f1c2f0e-6a45-4d6e-9f3f-0c1d7a1b2c3d';
const refused = (status: number, field: string, complaint: string): Answer => ({
  kind: 'refused',
  status,
  error: 'invalid_parameters',
  fields: [{ field, complaint }],
});

describe('an answer to a resend', () => {
  test.each<[string, Answer, object]>([
    ['201', { kind: 'accepted', status: 201, uuid: UUID }, { kind: 'resent', uuid: UUID }],
    ['201 without a uuid', { kind: 'accepted', status: 201, uuid: null }, { kind: 'resent' }],
    [
      '200',
      { kind: 'accepted', status: 200, uuid: UUID },
      { kind: 'not-sent', uuid: UUID, code: 'resend_without_message' },
    ],
    ['429', { kind: 'rate-limited', retryAfterMs: 5 }, { kind: 'hold', retryAfterMs: 5 }],
    [
      'no connection',
      { kind: 'unavailable', status: null, reason: 'refused' },
      { kind: 'unsent', code: 'unreachable' },
    ],
    ['500', { kind: 'unavailable', status: 500, reason: 'HTTP 500' }, { kind: 'lost' }],
    ['a reset', { kind: 'lost', reason: 'the connection was reset' }, { kind: 'lost' }],
    ['403', refused(403, 'message', 'Forbidden'), { kind: 'stop', code: 'credentials_refused' }],
    [
      'no connection, as the base URL leads inside',
      { kind: 'misdirected', reason: 'it leads inside' } as const,
      { kind: 'stop', code: 'private_address' },
    ],
    ['404', refused(404, 'message', 'Not found'), { kind: 'stop', code: 'wrong_address' }],
    [
      'a complaint about the client',
      refused(422, 'redirect_uri', 'invalid value'),
      { kind: 'stop', code: 'settings_refused' },
    ],
    [
      '"in use"',
      refused(422, 'emailAddress', 'Email address is already in use.'),
      { kind: 'not-sent', code: 'resend_in_use' },
    ],
    [
      'a complaint about the person',
      refused(422, 'emailAddress', 'required'),
      { kind: 'not-sent', code: 'invalid_parameters' },
    ],
  ])('of %s means what it says of the message', (_what, answer, expected) => {
    expect(resendOutcomeOf(answer)).toMatchObject(expected);
  });
});

describe('a message by hand', () => {
  const noon = new Date('2026-06-02T10:00:00Z');
  const evening = new Date('2026-06-02T20:00:00Z');
  const morning = new Date('2026-06-03T06:00:00Z');
  const cold = { lastMessageAt: null, timeZone: null };

  test('may go out at once where the last one is long ago and the hours are open', () => {
    expect(handAllowedFrom(OFFICE, [], cold, noon)).toEqual(noon);
  });

  test('waits for the hours to open, in the person’s own time zone', () => {
    expect(handAllowedFrom(OFFICE, [], cold, evening)).toEqual(morning);
    expect(handAllowedFrom(OFFICE, ['quiet-hours'], cold, evening)).toEqual(evening);
    const inNewYork = { ...cold, timeZone: 'America/New_York' };
    expect(handAllowedFrom(OFFICE, [], inNewYork, evening)).toEqual(evening);
  });

  test('waits for the end of the cool-down, or at least of the vendor’s window', () => {
    const warm = { lastMessageAt: new Date(noon.getTime() - MINUTE), timeZone: null };
    const afterCoolDown = new Date(noon.getTime() + DAY - MINUTE);
    expect(handAllowedFrom(OFFICE, [], warm, noon)).toEqual(afterCoolDown);
    const afterWindow = new Date(noon.getTime() + 9 * MINUTE);
    expect(handAllowedFrom(OFFICE, ['cool-down'], warm, noon)).toEqual(afterWindow);
  });

  test('has a cool-down also where no policy names one', () => {
    expect(handCoolDownMs(null, [])).toBe(24 * HOUR);
    expect(handCoolDownMs(null, ['cool-down'])).toBe(10 * MINUTE);
  });
});
