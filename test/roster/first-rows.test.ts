import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FirstRows } from '../../src/roster/first-rows.js';

/** What `FirstRows` has to do, with room for everything. */
class AllRows {
  readonly #rows = new Map<string, { line: number; data: string }>();

  meet(identifier: string, data: string, line: number) {
    const first = this.#rows.get(identifier);
    if (first !== undefined) return { line: first.line, isSame: first.data === data };
    this.#rows.set(identifier, { line, data });
    return null;
  }
}

describe('the first rows of people', () => {
  test('are told as a Map of everything would tell them, however often the table has grown', () => {
    const identifier = fc.oneof(fc.string(), fc.integer({ max: 40 }).map(String));
    const row = fc.record({ identifier, data: fc.constantFrom('a', 'b', '') });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 500 }), (rows) => {
        const [compact, all] = [new FirstRows(1), new AllRows()];
        for (const [index, { identifier: id, data }] of rows.entries()) {
          expect(compact.meet(id, data, index + 2)).toEqual(all.meet(id, data, index + 2));
        }
      }),
    );
  });

  test('are kept for many people', () => {
    const rows = new FirstRows();
    const people = Array.from({ length: 50_000 }, (_, n) => `person${n}@example.com`);
    const firsts = people.map((person, n) => rows.meet(person, person, n + 2));
    expect(firsts.every((first) => first === null)).toBe(true);
    const again = people.map((person) => rows.meet(person, person, 99_999));
    expect(again).toEqual(people.map((_, n) => ({ line: n + 2, isSame: true })));
  });
});
