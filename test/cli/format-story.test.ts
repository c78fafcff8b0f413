import { describe, expect, test } from '@jest/globals';
import { formatStory } from '../../src/cli/format-story.js';
import { type ResendRules, resendRulesOf } from '../../src/config/resend-rules.js';
import type { ResendPolicy } from '../../src/invite/resend-policy.js';
import type { Happening, Story } from '../../src/ledger/story.js';
import { clientConfig } from '../ledger/seed.js';

const NOW = new Date('2026-11-22T09:00:00Z');
const LATER = new Date('2026-11-25T09:30:00Z');

const invited: Story = {
  id: 1,
  client: 'acme',
  authType: 'email',
  identifier: 'ada@example.com',
  uuid: 'db0346c9-251a-4869-a15c-22ab3dcba24a',
  state: 'invited',
  code: null,
  message: null,
  dueAt: null,
  invitedAt: NOW,
  activatedAt: null,
  activatedBy: null,
  checkedAt: null,
  lastMessageAt: NOW,
  resends: 0,
  timeZone: null,
  nextStep: null,
  nextSlot: null,
  nextAt: null,
  byHandAt: null,
  pausedAt: null,
  suppressedAt: null,
  suppressedReason: null,
  forgottenAt: null,
  now: NOW,
  happenings: [],
};

const policy: ResendPolicy = {
  afterMs: [3 * 86_400_000],
  maximum: 1,
  expireAfterMs: null,
  quietHours: null,
  days: [1, 2, 3, 4, 5, 6, 7],
  timeZone: 'Europe/Berlin',
  spreadMs: 0,
  coolDownMs: 0,
  resendWindowMs: 0,
  existing: 'leave',
  byTimeAlone: false,
  holdFirst: false,
};

const list = { webhook: null, list: true };
const rules = resendRulesOf(clientConfig({ resend: policy, activation: list }));

const call: Happening = {
  kind: 'call',
  at: NOW,
  endedAt: NOW,
  call: 'resend',
  slot: 2,
  byHand: false,
  httpStatus: 201,
  outcome: 'sent',
  code: null,
};

function lastLine(story: Partial<Story>, by: ResendRules | null = rules): string {
  const text = formatStory({ ...invited, ...story }, by);
  return text.split('\n').at(-1) ?? '';
}

describe('the times of a story', () => {
  test('are those of the person, else of the policy, else UTC', () => {
    const shown = { ...invited, happenings: [call] };
    expect(formatStory(shown, null)).toContain('(times of UTC)\n  2026-11-22 09:00:00  message');
    expect(formatStory(shown, rules)).toContain('  2026-11-22 10:00:00  message');
    const abroad = { ...shown, timeZone: 'America/New_York' };
    expect(formatStory(abroad, rules)).toContain('  2026-11-22 04:00:00  message');
  });
});

describe('what happened', () => {
  const told: [Happening, string][] = [
    [
      { kind: 'row', at: NOW, batch: 3, source: 'people.csv', line: 7, status: 'known' },
      'batch 3, people.csv, line 7: known already',
    ],
    [call, 'message again, slot 2: HTTP 201, sent'],
    [
      { ...call, slot: null, outcome: 'hold', httpStatus: 429 },
      'message again, slot given back: HTTP 429, hold',
    ],
    [{ ...call, slot: null, byHand: true }, 'message again, by hand: HTTP 201, sent'],
    [{ ...call, call: 'pre-register', endedAt: null }, 'invitation: under way'],
    [
      { ...call, call: 'pre-register', httpStatus: null, outcome: 'lost', code: 'no_end_seen' },
      'invitation: no answer, lost, no_end_seen',
    ],
    [
      { kind: 'change', at: NOW, from: 'invited', to: 'activated', code: 'webhook' },
      'invited → activated (webhook)',
    ],
    [
      { kind: 'event', at: NOW, issuedAt: LATER, type: 'account/v1/register', outcome: null },
      'event account/v1/register of 2026-11-25 09:30:00: not handled yet',
    ],
  ];

  test.each(told)('%# is told in one line', (happening, line) => {
    expect(formatStory({ ...invited, happenings: [happening] }, null)).toContain(`  ${line}\n`);
  });

  test('cannot be forged by a name that brings line breaks', () => {
    const source = 'a.csv\n  2026-11-22 09:00:00  invited → activated';
    const row: Happening = { kind: 'row', at: NOW, batch: 1, source, line: 2, status: 'added' };
    const lines = formatStory({ ...invited, happenings: [row] }, null).split('\n');
    expect(lines.filter((line) => line.startsWith('  2026'))).toHaveLength(1);
  });
});

describe('what comes next', () => {
  test.each<[string, Partial<Story>, string]>([
    [
      'a slot to come',
      { nextStep: 'resend', nextSlot: 2, nextAt: LATER },
      'Next: message again, slot 2, 2026-11-25 10:30:00.',
    ],
    [
      'a slot that is due',
      { nextStep: 'resend', nextSlot: 2, nextAt: NOW },
      'Next: message again, slot 2, as soon as a worker comes to it.',
    ],
    ['the end', { nextStep: 'expire', nextAt: LATER }, 'Next: given up, 2026-11-25 10:30:00.'],
    [
      'a message by hand, before the policy',
      { byHandAt: NOW, nextStep: 'expire', nextAt: LATER },
      'Next: the message that was asked for, as soon as a worker comes to it.',
    ],
    [
      'nothing for whoever is suppressed',
      { suppressedAt: NOW, suppressedReason: 'asked' },
      'Next: nothing, since the person is suppressed.',
    ],
    [
      'nothing for whoever is suppressed and was cancelled for it',
      { state: 'cancelled', suppressedAt: NOW, suppressedReason: 'asked' },
      'Next: nothing, since the person is suppressed.',
    ],
    [
      'one more message by name, after the person was given up',
      { state: 'expired' },
      'Next: nothing. To write to the person once more: rollcall resend ada@example.com',
    ],
    ['nothing after the activation', { state: 'activated' }, 'Next: nothing.'],
    [
      'a decision of the operator',
      { state: 'unknown' },
      'Next: nothing by itself. To decide, see: rollcall resolve',
    ],
    [
      'another call, where the answer was lost',
      { state: 'unknown', dueAt: LATER },
      'Next: another call, which sends no second message, 2026-11-25 10:30:00.',
    ],
    [
      'the invitation',
      { state: 'pending', dueAt: LATER },
      'Next: the invitation, 2026-11-25 10:30:00.',
    ],
  ])('is %s', (_what, story, line) => {
    expect(lastLine(story)).toBe(line);
  });

  test.each([
    ['without a policy', clientConfig(), /no resends are configured/],
    [
      'with nothing that tells who activated',
      clientConfig({ resend: policy }),
      /see: rollcall policy$/,
    ],
  ])('is nothing %s', (_how, client, line) => {
    expect(lastLine({}, resendRulesOf(client))).toMatch(line);
  });
});

test('a client that is stopped is told of', () => {
  expect(formatStory({ ...invited, pausedAt: NOW }, rules)).toContain(
    'stopped since 2026-11-22 10:00:00; to go on: rollcall resume',
  );
});
