import { CsvError, type Parser, parse } from 'csv-parse';
import { CSV_GRAMMAR } from './csv-grammar.js';
import { rosterError } from './problems.js';

/** One record of the file, before anything is known of what its cells mean. */
export interface RosterRecord {
  /** The line on which it starts, from 1. */
  readonly line: number;
  /** How many lines of the file it covers. */
  readonly lines: number;
  readonly cells: readonly string[];
}

/** A row beyond this is a quote that was never closed; without a limit it would be held in memory to the file's end. */
const MAX_RECORD_BYTES = 256 * 1024;

const LINE_BREAKS = /\r\n|\r|\n/g;

/**
 * Splits UTF-8 text into records, a batch for each piece of text. Quote marks inside an unquoted cell are taken as they
 * stand. Throws `roster.quote_not_closed` or `roster.row_too_large`, after the records before were given.
 */
export async function* readRecords(
  text: AsyncIterable<Buffer>,
  delimiter: string,
): AsyncGenerator<readonly RosterRecord[], void> {
  const parser = parse({
    ...CSV_GRAMMAR,
    delimiter,
    max_record_size: MAX_RECORD_BYTES,
  });
  parser.on('error', ignore);
  const lines = { next: 1 };
  try {
    for await (const piece of text) {
      const written = writing(parser, piece);
      // Read before the write is awaited: the parser holds its answer back while records wait to be read, and an error
      // that it met behind them would discard them.
      const batch = takeRecords(parser, lines);
      const failure = await written;
      if (batch.length > 0) yield batch;
      if (failure) throw explained(failure, lines.next);
    }
    const failure = await ending(parser);
    const batch = takeRecords(parser, lines);
    if (batch.length > 0) yield batch;
    if (failure) throw explained(failure, lines.next);
  } finally {
    parser.destroy();
  }
}

function writing(parser: Parser, piece: Buffer): Promise<Error | undefined> {
  return new Promise((resolve) => {
    parser.write(piece, (error) => resolve(error ?? undefined));
  });
}

function ending(parser: Parser): Promise<Error | undefined> {
  return new Promise((resolve) => {
    parser.end((error?: Error | null) => resolve(error ?? undefined));
  });
}

/** Lines are counted here: the parser's own count takes CRLF inside quotes for two. */
function takeRecords(parser: Parser, lines: { next: number }): RosterRecord[] {
  const batch: RosterRecord[] = [];
  for (;;) {
    const cells: string[] | null = parser.read();
    if (cells === null) return batch;
    const count = 1 + countLineBreaks(cells);
    batch.push({ line: lines.next, lines: count, cells });
    lines.next += count;
  }
}

/** Errors reach us through the callbacks of `write` and `end`; the event would end the process if nobody listened. */
function ignore(): void {}

/** The parser's own error is not kept as the cause: its fields may hold cells. */
function explained(error: Error, line: number): Error {
  if (!(error instanceof CsvError)) return error;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return rosterError(
      'roster.quote_not_closed',
      `A quote mark in the row that starts on line ${line} is never closed.`,
    );
  }
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return rosterError(
      'roster.row_too_large',
      `The row that starts on line ${line} is larger than ${MAX_RECORD_BYTES / 1024} KiB.`,
    );
  }
  return error;
}

function countLineBreaks(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    if (cell.includes('\n') || cell.includes('\r')) count += cell.match(LINE_BREAKS)?.length ?? 0;
  }
  return count;
}
