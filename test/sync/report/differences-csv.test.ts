import { describe, expect, test } from '@jest/globals';
import type { Person } from '../../../src/roster/roster.js';
import { type Difference, differencesCsv } from '../../../src/sync/report/differences-csv.js';

const ANNA: Person = {
  identifier: 'anna.meier@acme.example',
  employeeNumber: '4711',
  profile: { firstName: 'Anna', lastName: 'Meier' },
  locale: 'de-DE',
  timeZone: null,
};
const MARRIED: Person = { ...ANNA, profile: { firstName: 'Anna', lastName: 'Schulz' } };
const MOVED: Person = {
  ...MARRIED,
  identifier: 'anna.schulz@acme.example',
  timeZone: 'Europe/Rome',
};

const NOTHING_DONE = { line: 2, before: null, after: null, result: null } as const;

async function csvOf(differences: readonly Difference[], delimiter?: string): Promise<string[]> {
  async function* given() {
    yield* differences;
  }
  const chunks: string[] = [];
  for await (const chunk of differencesCsv(given(), delimiter)) chunks.push(chunk);
  return chunks.join('').split('\r\n').slice(0, -1);
}

describe('the CSV of the differences', () => {
  test('has a byte order mark and its headings, also of no differences', async () => {
    expect(await csvOf([])).toEqual([
      '\uFEFFchange,employee_number,identifier,identifier_before,line,differences,result',
    ]);
  });

  test.each<[Difference, string]>([
    [
      { ...NOTHING_DONE, kind: 'joiner', after: ANNA, result: 'taken-in' },
      'joiner,4711,anna.meier@acme.example,,2,firstName: Anna; lastName: Meier; locale: de-DE,taken-in',
    ],
    [
      { ...NOTHING_DONE, kind: 'leaver', before: ANNA, line: null },
      'leaver,4711,anna.meier@acme.example,,,firstName: Anna; lastName: Meier; locale: de-DE,',
    ],
    [
      { ...NOTHING_DONE, kind: 'changed', before: ANNA, after: MARRIED },
      'changed,4711,anna.meier@acme.example,,2,lastName: Meier → Schulz,',
    ],
    [
      { ...NOTHING_DONE, kind: 'moved', before: ANNA, after: MOVED },
      'moved,4711,anna.schulz@acme.example,anna.meier@acme.example,2,lastName: Meier → Schulz; timeZone: – → Europe/Rome,',
    ],
  ])('tells what is different of %j', async (difference, row) => {
    expect((await csvOf([difference]))[1]).toBe(row);
  });

  test('takes the delimiter of the export', async () => {
    const [, row] = await csvOf([{ ...NOTHING_DONE, kind: 'joiner', after: ANNA }], ';');
    expect(row).toContain('joiner;4711;');
    expect(row).toContain('"firstName: Anna; lastName: Meier; locale: de-DE"');
  });

  test('has no cell that a spreadsheet would take for a formula', async () => {
    const after = { ...ANNA, identifier: '+491701234567', employeeNumber: '=1+1' };
    const [, row] = await csvOf([{ ...NOTHING_DONE, kind: 'joiner', after }]);
    expect(row).toContain("joiner,'=1+1,'+491701234567,");
  });

  test('passes an error of the ledger on', async () => {
    async function* broken(): AsyncGenerator<Difference> {
      yield { ...NOTHING_DONE, kind: 'joiner', after: ANNA };
      throw new Error('gone');
    }
    const reading = async () => {
      for await (const _ of differencesCsv(broken()));
    };
    await expect(reading()).rejects.toThrow('gone');
  });
});
