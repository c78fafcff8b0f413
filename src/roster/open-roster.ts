import type { Readable } from 'node:stream';
import {
  inPieces,
  prepend,
  readBytes,
  type Sample,
  takeHead,
  takeSample,
} from './bytes/read-bytes.js';
import { unpack } from './bytes/unpack.js';
import { type CheckedOptions, checkOptions } from './check-options.js';
import { columnRules } from './column-rules.js';
import { textOf } from './encoding/decode.js';
import { detectEncoding } from './encoding/detect-encoding.js';
import { type Header, readHeader } from './header.js';
import { readLayout } from './layout.js';
import { originBatch } from './origin.js';
import { rosterError } from './problems.js';
import { type RosterRecord, readRecords } from './records.js';
import type { Roster, RosterRow } from './roster.js';
import type { RosterOptions } from './roster-options.js';
import { rowReader } from './rows.js';
import { takeHeader } from './take-header.js';

/** A roster of up to some 2,000 people is checked in full for its encoding before the first row is given. */
const HEAD_BYTES = 256 * 1024;

/**
 * Opens a roster: bytes → UTF-8 text → records of the detected dialect → header → rows, in constant memory.
 * Takes the source over and closes it at the end, on any error, and when the rows are abandoned.
 *
 * Throws RollcallError (codes `roster.*`, see `docs/roster-errors.md`) for what is wrong with the file as a whole.
 */
export async function openRoster(source: Readable, options: RosterOptions): Promise<Roster> {
  try {
    return await opened(source, options, checkOptions(options));
  } catch (error) {
    source.destroy();
    throw error;
  }
}

async function opened(
  source: Readable,
  options: RosterOptions,
  checked: CheckedOptions,
): Promise<Roster> {
  const { bytes, compression } = await unpack(readBytes(source));
  const sample = await takeSample(bytes);
  const likely = await encodingOfOrigin(sample, options, checked);
  const encoding = detectEncoding(sample, options.encoding, likely);
  const beginning = withoutMark(sample.pieces, encoding.markBytes);
  const text = textOf(prepend(beginning, bytes), encoding.label);
  const head = await takeHead(text, HEAD_BYTES);
  if (head.length === 0) throw rosterError('roster.empty');

  const start = Buffer.concat(head).toString('utf8');
  const layout = readLayout(start, checked.wanted, checked.delimiter);
  const batches = readRecords(prepend(head, text), layout.delimiter);
  const { record, skipped, rest } = await takeHeader(batches, layout.recordsBefore);
  const header: Header = readHeader(record.cells, options);
  const cells = columnRules(header.columns, options.columns ?? {});
  const toRow = rowReader(header, { person: checked.person, cells, rowWidth: layout.rowWidth });

  const { label, confidence, bom } = encoding;
  const { delimiter, delimiterFrom } = layout;
  return {
    columns: header.columns,
    delimiter,
    encoding: label,
    encodingConfidence: confidence,
    bom,
    mapping: header.mapping,
    understood: {
      encoding: label,
      encodingConfidence: confidence,
      encodingFrom: encoding.from,
      bom,
      compression,
      delimiter,
      delimiterFrom,
      headerLine: record.line,
      skippedLines: skipped,
      columns: header.uses,
    },
    rows: rowsOf(source, prepend([rest], batches), toRow),
  };
}

/** The encoding of the roster whose rejects the file says it is. */
async function encodingOfOrigin(
  { pieces }: Sample,
  options: RosterOptions,
  { wanted, delimiter }: CheckedOptions,
): Promise<string | undefined> {
  const batch = options.encodingOf && originBatch(Buffer.concat(pieces), wanted, delimiter);
  return (batch !== undefined && (await options.encodingOf?.(batch))) || undefined;
}

/** Takes a byte order mark off, which small pieces may cut in two. */
function withoutMark(pieces: readonly Buffer[], markBytes: number): readonly Buffer[] {
  return markBytes === 0 ? pieces : [...inPieces(Buffer.concat(pieces).subarray(markBytes))];
}

async function* rowsOf(
  source: Readable,
  batches: AsyncIterable<readonly RosterRecord[]>,
  toRow: (record: RosterRecord) => RosterRow | null,
): AsyncGenerator<RosterRow, void> {
  try {
    for await (const batch of batches) {
      for (const record of batch) {
        const row = toRow(record);
        if (row !== null) yield row;
      }
    }
  } finally {
    source.destroy();
  }
}
