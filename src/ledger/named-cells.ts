import { type Connection, run } from './statement.js';

/** A refused row that names somebody. */
export interface NamingRow {
  readonly batch: number;
  readonly line: number;
  readonly cells: readonly string[];
}

/** Rows that are read together. */
const PAGE = 1_000;

/** The refused rows of all batches that name one of these people. They have no person, and so are read one after the other. */
export async function findNamingRows(
  connection: Connection,
  identifiers: readonly string[],
): Promise<NamingRow[]> {
  const named = identifiers.map(naming);
  const found: NamingRow[] = [];
  let [batch, line] = [0, 0];
  for (;;) {
    const rows = await run<NamingRow & Record<string, unknown>>(
      connection,
      'forget/list-refusals',
      [batch, line, PAGE],
    );
    found.push(...rows.filter(({ cells }) => cells.some((cell) => named.some((is) => is(cell)))));
    const end = rows.at(-1);
    if (end === undefined || rows.length < PAGE) return found;
    [batch, line] = [end.batch, end.line];
  }
}

/**
 * Tells of a cell whether it names somebody: an address as a whole, in whatever letters; a number however it is written, with its
 * country code or without.
 */
function naming(identifier: string): (cell: string) => boolean {
  if (identifier.includes('@')) {
    const address = identifier.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    const pattern = new RegExp(`(^|[^\\p{L}\\p{N}._%+-])${address}\\.?([^\\p{L}\\p{N}.-]|$)`, 'u');
    return (cell) => pattern.test(cell.toLowerCase());
  }
  const whole = identifier.replaceAll(/\D/g, '');
  return (cell) => {
    const digits = cell.replaceAll('(0)', '').replaceAll(/\D/g, '').replace(/^0+/, '');
    return digits.length >= LEAST_DIGITS && whole.endsWith(digits);
  };
}

/** Fewer are no number of a person's phone. */
const LEAST_DIGITS = 8;
