import { describe, expect, test } from '@jest/globals';
import { type BatchReport, formatReport, formatStates, readReport } from '../../src/cli/report.js';
import { INVITE_STATES } from '../../src/invite/states.js';
import type { BatchRecord } from '../../src/ledger/batches.js';
import { openLedgerBed } from '../ledger/ledger-bed.js';
import { seed } from '../ledger/seed.js';

const batch: BatchRecord = {
  id: 7,
  clientId: 1,
  client: 'germany',
  source: 'people.csv',
  columns: ['Work email'],
  delimiter: ',',
  encoding: 'utf-8',
  bom: false,
  rows: 12,
  added: 6,
  known: 1,
  updated: 0,
  differing: 0,
  duplicates: 2,
  conflicts: 0,
  rejected: 3,
  mended: 0,
  mendedBy: [],
  startedAt: new Date(0),
  finishedAt: new Date(1),
  notBefore: null,
};

function linesOf(change: Partial<BatchReport> = {}): string[] {
  const report = { batch, states: { invited: 6 }, reasons: [], problems: [], ...change };
  return formatReport(report).split('\n');
}

describe('the report of a batch', () => {
  test('says what it is about, and what became of its rows', () => {
    expect(linesOf()).toEqual([
      'Batch 7: people.csv, client germany',
      '12 rows: 6 new people, 1 known already, 2 repeating an earlier line, 3 refused',
      '',
      '  6  invited',
    ]);
  });

  test('tells what else became of rows, and which have been mended since, where there are any', () => {
    const more = { updated: 4, differing: 1, conflicts: 5, mended: 2, mendedBy: [8, 9] };
    expect(linesOf({ batch: { ...batch, rows: 22, ...more } })[1]).toBe(
      '22 rows: 6 new people, 1 known already, 4 known and updated, 1 known with other data that came too late, ' +
        '2 repeating an earlier line, 5 contradicting an earlier line, 3 refused, 2 of them mended since (batches 8, 9)',
    );
  });

  test('counts one as one', () => {
    const one = { ...batch, rows: 1, added: 1, known: 0, duplicates: 0, rejected: 0 };
    expect(linesOf({ batch: one })[1]).toMatch(/^1 row: 1 new person, /);
  });

  test('says that a roster was not read to its end, and what to do', () => {
    const lines = linesOf({ batch: { ...batch, finishedAt: null } });
    const told = lines.find((line) => line.startsWith('The roster has not been read to its end.'));
    expect(told).toContain('rollcall import <file>');
    expect(told).toContain('rollcall cancel --batch 7');
  });

  test('says why people were not invited', () => {
    const reasons = [
      { state: 'failed', code: 'invalid_form_fields', message: 'Not well-formed.', people: 10 },
      { state: 'unknown', code: 'answer_lost', message: 'The answer was lost.', people: 2 },
    ] as const;
    const lines = linesOf({ reasons });
    expect(lines.slice(lines.indexOf('Not invited:'))).toEqual([
      'Not invited:',
      '  10  invalid_form_fields  Not well-formed.',
      '   2  answer_lost          The answer was lost.',
    ]);
  });

  test('says which rows were refused, why, and how to mend them', () => {
    const problems = [
      { code: 'email.malformed', message: 'No @.', rows: 12, lines: [2, 3, 5, 8, 9] },
      { code: 'email.missing', message: 'No address.', rows: 1, lines: [4] },
    ];
    const lines = linesOf({ problems });
    expect(lines.slice(lines.indexOf('Refused rows, by reason:'))).toEqual([
      'Refused rows, by reason:',
      '  12  email.malformed  (lines 2, 3, 5, 8, 9, …)',
      '      No @.',
      '   1  email.missing  (line 4)',
      '      No address.',
      '',
      'To mend them: rollcall rejects 7 > rejects.csv, correct the cells, then import that file.',
    ]);
  });

  test('has words for every state, and leaves out those that nobody is in', () => {
    const everywhere = Object.fromEntries(INVITE_STATES.map((state) => [state, 1]));
    expect(formatStates(everywhere)).toHaveLength(INVITE_STATES.length);
    expect(formatStates({ invited: 0, failed: 2 })).toEqual(['  2  failed']);
  });
});

describe('reading a report', () => {
  test('gathers what the ledger has of the batch', async () => {
    const bed = await openLedgerBed();
    try {
      const { batchId } = await seed(bed.pool, 2);
      expect(await readReport(bed.pool, batchId)).toMatchObject({
        batch: { id: batchId, rows: 2 },
        states: { pending: 2 },
        reasons: [],
        problems: [],
      });
      await expect(readReport(bed.pool, 999)).rejects.toMatchObject({ code: 'batch_unknown' });
    } finally {
      await bed.close();
    }
  });
});
