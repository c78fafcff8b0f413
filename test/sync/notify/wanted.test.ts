import { describe, expect, test } from '@jest/globals';
import { isWanted } from '../../../src/sync/notify/wanted.js';
import { aReport, someCounts } from '../report/a-report.js';

const CHANGES = someCounts({ joiners: 1 });
const NONE = someCounts({ unchanged: 5_000 });

describe('a target is told', () => {
  test.each([
    ['a run that changes something', { state: 'done', counts: CHANGES }, ['every-run', 'changes']],
    ['a run without changes', { state: 'done', counts: NONE }, ['every-run']],
    ['the same export again', { state: 'unchanged', counts: null }, ['every-run']],
    [
      'a run that gave way to another',
      { state: 'skipped', counts: null },
      ['every-run', 'changes', 'trouble'],
    ],
    [
      'the same of somebody who sees it',
      { state: 'skipped', counts: null, trigger: 'hand' },
      ['every-run'],
    ],
    [
      'an export that does not come any more',
      { state: 'unchanged', counts: null, trouble: { code: 'sync.stale', message: '' } },
      ['every-run', 'changes', 'trouble'],
    ],
    ['a run that was rejected', { state: 'rejected', counts: CHANGES }, ['every-run']],
    ['a held run', { state: 'held', counts: CHANGES }, ['every-run', 'changes', 'trouble']],
    ['a failed run', { state: 'failed', counts: null }, ['every-run', 'changes', 'trouble']],
    [
      'a run that waits for a held one',
      { state: 'skipped', counts: null, waitsFor: 12 },
      ['every-run', 'changes', 'trouble'],
    ],
  ] as const)('of %s', (_, given, expected) => {
    const choices = ['every-run', 'changes', 'trouble'] as const;
    expect(choices.filter((on) => isWanted(on, aReport(given)))).toEqual(expected);
  });
});
