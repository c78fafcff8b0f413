import type { Readable } from 'node:stream';
import { RollcallError } from '../observe/rollcall-error.js';
import { inPieces, prepend, readBytes, takeHead } from './bytes/read-bytes.js';
import { knownHeading, plainHeading } from './headings/known-headings.js';
import { readLayout } from './layout.js';
import { looksLikeData } from './looks-like-data.js';
import { readRecords } from './records.js';
import { clean } from './values/clean.js';
import { readEmail } from './values/email.js';
import { readPhone } from './values/phone.js';

/** How a list names somebody: by the uuid, or by the address or number as invites are known by. */
export type PersonName = { readonly uuid: string } | { readonly identifier: string };

/** A line of a list; `name` is null where it names nobody that can be understood. */
export interface ListedPerson {
  readonly line: number;
  readonly name: PersonName | null;
}

const HEAD_BYTES = 64 * 1024;

/** Headings of a uuid, as they are compared, the export's own among them. */
const UUID_HEADINGS = new Set(['uuid', 'useruuid', 'sub', 'rollcalluuid']);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads a list of people out of any report: one uuid, e-mail address or phone number (with its country code) a line, or a CSV
 * with a column headed so. Of several such columns the uuid counts before the address, the address before the number. The text
 * is taken for UTF-8; in whatever else only other columns would be garbled. Takes the source over and closes it.
 *
 * @throws RollcallError `list_empty`, `list_column_missing`, and `roster.*` for a file that cannot be read or taken apart
 */
export async function* readPeopleList(source: Readable): AsyncGenerator<ListedPerson, void> {
  try {
    const bytes = readBytes(source);
    const head = withoutMark(Buffer.concat(await takeHead(bytes, HEAD_BYTES)));
    const layout = readLayout(head.toString('utf8'), {
      fieldOf: (heading) => (rankOf(heading) === undefined ? undefined : 'name'),
      identity: 'name',
    });
    let columns: readonly number[] | null = null;
    let passed = 0;
    for await (const batch of readRecords(prepend(inPieces(head), bytes), layout.delimiter)) {
      for (const { line, cells } of batch) {
        passed += 1;
        if (passed <= layout.recordsBefore || cells.every((cell) => clean(cell) === '')) continue;
        if (columns === null) {
          const header = headerOf(cells);
          columns = header.columns;
          if (!header.isData) continue;
        }
        yield { line, name: nameIn(cells, columns) };
      }
    }
    if (columns === null) {
      throw new RollcallError(
        'list_empty',
        'The list is empty. It needs a line for each person, with a uuid, an e-mail address or a phone number.',
      );
    }
  } finally {
    source.destroy();
  }
}

/** Excel's mark of UTF-8 would hide a quote behind it. */
function withoutMark(bytes: Buffer): Buffer {
  return bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? bytes.subarray(3) : bytes;
}

/** The columns that name people, the best first, and whether the record is somebody's data already. */
function headerOf(cells: readonly string[]): { columns: readonly number[]; isData: boolean } {
  const ranked = cells.flatMap((heading, column) => {
    const rank = rankOf(heading);
    return rank === undefined ? [] : [{ column, rank }];
  });
  if (ranked.length > 0) {
    const sorted = ranked.sort((a, b) => a.rank - b.rank);
    return { columns: sorted.map(({ column }) => column), isData: false };
  }
  const [only = '', ...others] = cells;
  if (others.every((cell) => clean(cell) === '')) {
    return { columns: [0], isData: looksLikeData(only) || nameOf(only) !== null };
  }
  throw new RollcallError(
    'list_column_missing',
    'No column of the list is headed uuid, email or phone. Head one so, or give one uuid, e-mail address or phone number a line.',
  );
}

function rankOf(heading: string): number | undefined {
  if (UUID_HEADINGS.has(plainHeading(heading))) return 0;
  const field = knownHeading(heading)?.field;
  if (field === 'emailAddress') return 1;
  return field === 'mobileNumber' ? 2 : undefined;
}

function nameIn(cells: readonly string[], columns: readonly number[]): PersonName | null {
  const cell = columns.map((column) => clean(cells[column] ?? '')).find((text) => text !== '');
  return cell === undefined ? null : nameOf(cell);
}

/** What one cell names: a uuid, an address or a number, by its look. */
export function nameOf(cell: string): PersonName | null {
  const text = clean(cell);
  if (UUID.test(text)) return { uuid: text.toLowerCase() };
  const reading = text.includes('@') ? readEmail(text) : readPhone(text, undefined);
  return 'value' in reading ? { identifier: reading.value } : null;
}
