import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SyncCounts } from '../../src/sync/counts.js';
import {
  DEFAULT_SAFEGUARDS,
  judge,
  type LastExport,
  type NewExport,
} from '../../src/sync/safeguards.js';

const NOTHING: SyncCounts = {
  ...{ rows: 100, before: 100, joiners: 0, known: 0, unchanged: 0, changed: 0, moved: 0 },
  ...{ returned: 0, leavers: 0, unclear: 0, suppressed: 0, repeated: 0, conflicts: 0, refused: 0 },
  refusedBy: {},
};
const SAME = {
  ...{ rows: 100, columns: ['Name', 'Email'], encoding: 'utf-8' },
  modifiedAt: new Date('2026-11-21T22:00:00Z'),
};
const LOOK: NewExport = { ...SAME, carriedOutBy: null };
const LAST: LastExport = { ...SAME, runId: 14, agoMs: 86_400_000 };

function codes(counts: Partial<SyncCounts>, look: Partial<NewExport> = {}, last = LAST): string[] {
  const all = { ...NOTHING, ...counts };
  const reasons = judge(all, { ...LOOK, rows: all.rows, ...look }, last, DEFAULT_SAFEGUARDS);
  return reasons.map(({ code }) => code);
}

/** What a comparison would count, by employee number alone. */
function compare(before: readonly number[], rows: readonly number[]): SyncCounts {
  const known = new Set(before);
  const there = new Set(rows);
  const unchanged = rows.filter((row) => known.has(row)).length;
  const leavers = before.filter((person) => !there.has(person)).length;
  const joiners = rows.length - unchanged;
  return { ...NOTHING, rows: rows.length, before: before.length, unchanged, leavers, joiners };
}

describe('a run is held', () => {
  test.each([
    ['nothing is different', {}, []],
    ['people leave by the dozen', { leavers: 19 }, []],
    ['a fifth of the people leave', { leavers: 20 }, []],
    ['more than a fifth of the people leave', { leavers: 21 }, ['leavers']],
    ['so many may have left', { leavers: 10, unclear: 11 }, ['leavers']],
    ['more than a fifth of the people differ', { changed: 15, moved: 6 }, ['changes']],
    ['a few of very few people leave', { before: 10, leavers: 9, rows: 90 }, []],
    ['more than a tenth of the rows is refused', { refused: 11 }, ['refused']],
    ['no row is there', { rows: 0, leavers: 100 }, ['empty']],
    ['the rows are fewer by more than three in ten', { rows: 69 }, ['shrank']],
    ['the rows are fewer by three in ten', { rows: 70 }, []],
    ['the rows are half as many again, and some', { rows: 151 }, ['grew']],
  ] as const)('or not, where %s', (_, counts, expected) => {
    expect(codes(counts)).toEqual(expected);
  });

  test('where the columns differ, or their order', () => {
    expect(codes({}, { columns: ['Email', 'Name'] })).toEqual(['headers']);
    expect(codes({}, { columns: ['Name', 'Email', 'Place'] })).toEqual(['headers']);
  });

  test('or not, where a small company has a few rows fewer', () => {
    const last = { ...LAST, rows: 30 };
    expect(codes({ rows: 18, before: 30, leavers: 12 }, {}, last)).toEqual([]);
  });

  test('where the export was carried out before, and another since', () => {
    const last = { ...LAST, runId: 14 };
    expect(codes({}, { carriedOutBy: 12 }, last)).toEqual(['older']);
    expect(codes({}, { carriedOutBy: 14 }, last)).toEqual([]);
  });

  test.each([
    ['earlier than', '2026-11-20T22:00:00Z', ['older']],
    ['together with', '2026-11-21T22:00:00Z', []],
    ['later than', '2026-11-22T22:00:00Z', []],
  ])('or not, where the export was last changed %s the last one', (_, at, expected) => {
    expect(codes({}, { modifiedAt: new Date(at) })).toEqual(expected);
  });

  test('not for its age where nobody says how old an export is', () => {
    expect(codes({}, { modifiedAt: null })).toEqual([]);
    expect(codes({}, {}, { ...LAST, modifiedAt: null })).toEqual([]);
  });

  test('where the encoding differs', () => {
    expect(codes({}, { encoding: 'windows-1252' })).toEqual(['encoding']);
  });

  test('at first, where anything would be done', () => {
    const first = (counts: Partial<SyncCounts>) =>
      judge({ ...NOTHING, ...counts }, LOOK, null, DEFAULT_SAFEGUARDS).map(({ code }) => code);
    expect(first({ known: 100 })).toEqual([]);
    expect(first({ known: 99, joiners: 1 })).toEqual(['first-run']);
  });
});

const companies = fc.integer({ min: 100, max: 2_000 }).chain((size) =>
  fc.record({
    people: fc.constant(Array.from({ length: size }, (_, n) => n)),
    order: fc.array(fc.nat(), { minLength: size, maxLength: size }),
    gone: fc.integer({ min: Math.floor(size * 0.2) + 1, max: size }),
    come: fc.integer({ min: 0, max: size }),
  }),
);

/** The people in the order of random keys. */
function shuffled(people: readonly number[], keys: readonly number[]): number[] {
  return people
    .map((person, index) => ({ person, key: keys[index] ?? 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ person }) => person);
}

test('whichever people a truncated export lacks, and whoever joins: it is held', () => {
  fc.assert(
    fc.property(companies, ({ people, order, gone, come }) => {
      const left = shuffled(people, order).slice(gone);
      const joiners = Array.from({ length: come }, (_, n) => people.length + n);
      const rows = [...left, ...joiners];
      const counts = compare(people, rows);
      const last = { ...LAST, rows: people.length };
      const look = { ...LOOK, rows: rows.length };
      expect(judge(counts, look, last, DEFAULT_SAFEGUARDS)).not.toEqual([]);
    }),
  );
});

test('no reason goes away when more people leave', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), (some, more) => {
      const before = codes({ before: 200, leavers: some });
      const after = codes({ before: 200, leavers: some + more });
      expect(after).toEqual(expect.arrayContaining(before));
    }),
  );
});
