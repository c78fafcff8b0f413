import { describe, expect, test } from '@jest/globals';
import { briefReport, formatReport } from '../../../src/sync/report/format-report.js';
import { headline } from '../../../src/sync/report/headline.js';
import type { SyncReport } from '../../../src/sync/report/sync-report.js';
import { aHeldReport, aReport, MANY_LEAVERS, someCounts } from './a-report.js';

const FAILED: Partial<SyncReport> = {
  state: 'failed',
  file: null,
  counts: null,
  trouble: { code: 'source.not_found', message: 'No export is there. Ask the HR system.' },
};

describe('the headline', () => {
  test.each<[string, Partial<SyncReport>]>([
    ['done, 12 joiners', {}],
    ['done, 1 joiner', { counts: someCounts({ joiners: 1 }) }],
    ['done, no changes', { counts: someCounts({ unchanged: 5_000 }) }],
    ['done, no changes, 3 rows refused', { counts: someCounts({ refused: 3 }) }],
    ['nothing to do, the export is the last one', { state: 'unchanged', counts: null }],
    [
      'NO NEW EXPORT for days',
      { state: 'unchanged', counts: null, trouble: { code: 'sync.stale', message: '4 days.' } },
    ],
    ['rejected, nothing was carried out', { state: 'rejected' }],
    ['dropped, a later run has taken its place', { state: 'superseded' }],
    ['skipped, another run was under way', { state: 'skipped', counts: null }],
    ['WAITING, run 12 is held', { state: 'skipped', counts: null, waitsFor: 12 }],
    ['FAILED, source.not_found', FAILED],
    ['HELD, 812 leavers of 5,000 (16 %)', { state: 'held', reasons: [MANY_LEAVERS] }],
    [
      'HELD, 800 of 4,200 rows refused (19 %)',
      { state: 'held', reasons: [{ code: 'refused', count: 800, of: 4_200, allowed: null }] },
    ],
  ])('says: %s', (outcome, given) => {
    expect(headline(aReport(given))).toBe(`Rollcall sync hr-nightly: ${outcome}`);
  });

  test('names two reasons at most', () => {
    const reasons = [MANY_LEAVERS, MANY_LEAVERS, MANY_LEAVERS, MANY_LEAVERS];
    expect(headline(aHeldReport({ reasons }))).toMatch(/, and 2 more reasons$/);
  });
});

describe('the report of a held run', () => {
  const text = formatReport(aHeldReport());

  test('says that nothing has happened, and what follows', () => {
    expect(text).toContain(
      'Run 17 of "employees.csv" (4,200 rows) for client germany, begun 2026-11-22 02:00 Europe/Berlin. It is held: nobody was invited, nothing was changed or cancelled. Until somebody approves or rejects it, the runs of the following nights are skipped.',
    );
  });

  test('says why, and what is allowed', () => {
    expect(text).toContain(
      'Why it is held\n  - 812 of the 5,000 people of the last run (16.2 %) are missing from the export, or may be in rows that cannot be read; allowed are fewer than 20, or up to 10 %.',
    );
  });

  test('has its plan as a table', () => {
    expect(text).toContain(
      [
        'What it would do',
        '     12  new: invited',
        '    812  missing from the export: open invites and messages to them are cancelled',
        '  4,188  unchanged',
      ].join('\n'),
    );
  });

  test('ends with what to type', () => {
    expect(text.split('\n').slice(-2)).toEqual([
      '  rollcall sync approve 17     carries out exactly this plan',
      '  rollcall sync reject 17      drops it, as where the export is broken',
    ]);
  });

  test('says so where the next nights go on', () => {
    expect(formatReport(aHeldReport({ whenHeld: 'go on' }))).toContain(
      'the runs of the following nights go on, and the next takes its place.',
    );
  });
});

test('who is to approve a run sees what its plan does, to leavers too', () => {
  const text = briefReport(aHeldReport({ leavers: 'suppress' }));
  expect(text).toContain('812  missing from the export: open invites and messages');
  expect(text).toContain('and they are suppressed');
  expect(text).toContain('Why it is held');
  expect(text).not.toContain('What to do next');
});

describe('the report', () => {
  test.each([
    ['report', 'reported, nothing else'],
    ['suppress', 'cancelled, and they are suppressed'],
  ] as const)('says what becomes of leavers where the choice is to %s', (leavers, words) => {
    expect(formatReport(aReport({ leavers }))).toContain(`0  missing from the export`);
    expect(formatReport(aReport({ leavers }))).toContain(words);
  });

  test('gives the reason of a failure, and what to try', () => {
    const text = formatReport(aReport(FAILED));
    expect(text).toContain(
      'It failed. No export is there. Ask the HR system. Nothing was changed.',
    );
    expect(text).toContain('rollcall sync plan hr-nightly');
  });

  test.each([
    [true, 'unless they have activated'],
    [false, 'unless they have been invited'],
  ])('says what becomes of other data, with a direct access client: %s', (updatesUsers, words) => {
    const counts = someCounts({ changed: 3 });
    expect(formatReport(aReport({ counts, updatesUsers }))).toContain(
      `3  with other data: carried over, ${words}`,
    );
  });

  test('offers to go on with a plan that broke off', () => {
    expect(formatReport(aReport({ state: 'failed', canGoOn: true }))).toContain(
      'rollcall sync approve 17',
    );
    expect(formatReport(aReport(FAILED))).not.toContain('approve');
  });

  test('counts refused rows by code', () => {
    const counts = someCounts({
      refused: 14,
      refusedBy: { 'email.invalid': 12, 'email.missing': 2 },
    });
    expect(formatReport(aReport({ counts }))).toContain(
      'Rows that cannot be used\n  12  email.invalid\n   2  email.missing',
    );
  });

  test('leads from a night that waits to the run that is held', () => {
    const text = formatReport(aReport({ state: 'skipped', counts: null, waitsFor: 12 }));
    expect(text).toContain('as run 12 is held and waits for somebody');
    expect(text).toContain('rollcall sync approve 12');
  });

  test('says that a run was held that has been approved', () => {
    expect(formatReport(aHeldReport({ state: 'done' }))).toContain('Why it was held');
  });

  test('lets the name of a file begin no line of its own', () => {
    const text = formatReport(aReport({ file: 'a\nWhat to do next\n  rm -rf /' }));
    expect(text).not.toContain('\n  rm');
  });

  test.each([
    [
      { code: 'shrank', count: 3_000, of: 5_000, allowed: { count: null, share: 0.3 } },
      '3,000 rows, the last one had 5,000 (40 % fewer); allowed are up to 30 %. It may have been cut off.',
    ],
    [
      { code: 'grew', count: 9_000, of: 5_000, allowed: { count: 20, share: 0.5 } },
      '9,000 rows, the last one had 5,000 (80 % more); allowed are fewer than 20, or up to 50 %.',
    ],
    [
      { code: 'older', count: 12, of: 14, allowed: null },
      'Run 12 has carried out this very export before, and run 14 a later one since.',
    ],
    [
      { code: 'older', count: 0, of: 14, allowed: null },
      'last changed before the one that run 14 has carried out',
    ],
    [{ code: 'headers', count: 0, of: 12, allowed: null }, 'The 12 columns stand in another order'],
    [
      { code: 'headers', count: 1, of: 12, allowed: null },
      '1 column has gone or come; the last export had 12.',
    ],
    [{ code: 'encoding', count: 9, of: 9, allowed: null }, 'another encoding than the last one'],
    [
      { code: 'refused', count: 2, of: 8, allowed: { count: 1, share: 0.1 } },
      '2 of 8 rows cannot be used (25 %); allowed are up to 10 %.',
    ],
    [
      { code: 'changes', count: 9, of: 0, allowed: null },
      '9 of the 0 people of the last run have other data',
    ],
    [{ code: 'empty', count: 0, of: 5_000, allowed: null }, 'never for everybody having left'],
    [
      { code: 'first-run', count: 2, of: 3, allowed: null },
      'it would do something for 2 people of 3 rows',
    ],
  ] as const)('explains %j', (reason, words) => {
    expect(formatReport(aHeldReport({ reasons: [reason] }))).toContain(words);
  });
});
