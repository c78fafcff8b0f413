import { stringify } from 'csv-stringify/sync';
import type { Person } from '../../roster/roster.js';

/** One person who is not as the last export had them. */
export interface Difference {
  readonly kind: 'joiner' | 'changed' | 'moved' | 'returned' | 'leaver' | 'unclear';
  /** Line of the export; null where the person is in none. */
  readonly line: number | null;
  readonly before: Person | null;
  readonly after: Person | null;
  /** What was done, as the ledger calls it; null: nothing, or not yet. */
  readonly result: string | null;
}

const COLUMNS = [
  'change',
  'employee_number',
  'identifier',
  'identifier_before',
  'line',
  'differences',
  'result',
];

/** Excel takes a file for UTF-8 only with this mark in front. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The differences as CSV in UTF-8 with a byte order mark and CRLF, in chunks of one person each. It holds personal data. A
 * cell that a spreadsheet would take for a formula gets an apostrophe in front, phone numbers too.
 */
export async function* differencesCsv(
  differences: AsyncIterable<Difference>,
  delimiter = ',',
): AsyncGenerator<string> {
  const look = { delimiter, record_delimiter: 'windows', escape_formulas: true } as const;
  yield BYTE_ORDER_MARK + stringify([COLUMNS], look);
  for await (const difference of differences) yield stringify([cells(difference)], look);
}

function cells({ kind, line, before, after, result }: Difference): string[] {
  const number = after?.employeeNumber ?? before?.employeeNumber;
  const identifier = after?.identifier ?? before?.identifier;
  const moved = after !== null && before !== null && before.identifier !== after.identifier;
  return [
    kind,
    number ?? '',
    identifier ?? '',
    moved ? before.identifier : '',
    String(line ?? ''),
    describe(before, after),
    result ?? '',
  ];
}

/** `lastName: Meier → Schulz`; all data of a person who is on one side only. */
function describe(before: Person | null, after: Person | null): string {
  const [old, young] = [dataOf(before), dataOf(after)];
  const names = [...new Set([...old.keys(), ...young.keys()])].sort();
  const parts = names.flatMap((name) => {
    const [from, to] = [old.get(name), young.get(name)];
    if (before === null || after === null) return [`${name}: ${to ?? from}`];
    return from === to ? [] : [`${name}: ${from ?? '–'} → ${to ?? '–'}`];
  });
  return parts.join('; ');
}

function dataOf(person: Person | null): Map<string, string> {
  if (person === null) return new Map();
  const { profile, locale, timeZone } = person;
  const rest = Object.entries({ locale, timeZone }).filter(([, value]) => value !== null);
  return new Map([...Object.entries(profile), ...rest].map(([name, value]) => [name, `${value}`]));
}
