import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { refuseSuppressed } from '../../jobs/refuse-suppressed.js';
import { suppress } from '../../src/ledger/suppression.js';
import type { RosterRow } from '../../src/roster/index.js';
import { type LedgerBed, openLedgerBed } from '../ledger/ledger-bed.js';

let bed: LedgerBed;

beforeAll(async () => {
  bed = await openLedgerBed();
  await suppress(bed.pool, [
    { authType: 'email', identifier: 'quiet@example.com', reason: 'asked to be left alone' },
  ]);
});

afterAll(() => bed?.close());

const nobody = { profile: {}, locale: null, employeeNumber: null, timeZone: null };
const rowOf = (line: number, identifier: string): RosterRow => ({
  line,
  cells: [identifier],
  person: { ...nobody, identifier },
});

async function* rosterOf(rows: readonly RosterRow[], end?: Error) {
  yield* rows;
  if (end !== undefined) throw end;
}

async function all(rows: AsyncIterable<RosterRow>): Promise<RosterRow[]> {
  const taken: RosterRow[] = [];
  for await (const row of rows) taken.push(row);
  return taken;
}

describe('a row of somebody who is suppressed', () => {
  test('is refused with date, reason and remedy; the others stay as they are', async () => {
    const loud = rowOf(2, 'loud@example.com');
    const quiet = rowOf(3, 'quiet@example.com');
    const [first, second] = await all(refuseSuppressed(bed.pool, 'email', rosterOf([loud, quiet])));
    expect(first).toBe(loud);
    expect(second).toEqual({
      line: 3,
      cells: ['quiet@example.com'],
      problems: [{ column: '', code: 'identity.suppressed', message: expect.any(String) }],
    });
    const message = second !== undefined && 'problems' in second ? second.problems[0]?.message : '';
    expect(message).toMatch(
      /suppressed since \d{4}-\d\d-\d\d: asked to be left alone\. .*rollcall suppress remove\.$/,
    );
  });

  test('is one of the client’s kind: a number is not an address', async () => {
    const quiet = rowOf(3, 'quiet@example.com');
    expect(await all(refuseSuppressed(bed.pool, 'sms', rosterOf([quiet])))).toEqual([quiet]);
  });

  test('is found in every set of a long roster, whose order stays', async () => {
    const rows = Array.from({ length: 1_201 }, (_, n) =>
      rowOf(n + 2, n % 600 === 0 ? 'quiet@example.com' : `person${n}@example.com`),
    );
    const taken = await all(refuseSuppressed(bed.pool, 'email', rosterOf(rows)));
    expect(taken.map(({ line }) => line)).toEqual(rows.map(({ line }) => line));
    const refused = taken.filter((row) => 'problems' in row);
    expect(refused.map(({ line }) => line)).toEqual([2, 602, 1_202]);
  });

  test('does not keep back what was read before the file broke off', async () => {
    const taken: number[] = [];
    const breaking = async () => {
      const rows = rosterOf([rowOf(2, 'loud@example.com')], new Error('broke off'));
      for await (const { line } of refuseSuppressed(bed.pool, 'email', rows)) taken.push(line);
    };
    await expect(breaking()).rejects.toThrow('broke off');
    expect(taken).toEqual([2]);
  });
});
