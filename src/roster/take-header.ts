import { rosterError } from './problems.js';
import type { RosterRecord } from './records.js';
import type { SkippedLine } from './understood.js';
import { clean } from './values/clean.js';

/** The header of a file, what stands above it, and the records of its batch that follow. */
export interface TakenHeader {
  readonly record: RosterRecord;
  readonly skipped: readonly SkippedLine[];
  readonly rest: readonly RosterRecord[];
}

/**
 * Takes records up to the header: the first one in which something is written after the `recordsBefore` that the layout
 * says to pass over. Throws `roster.empty` where there is none.
 */
export async function takeHeader(
  batches: AsyncIterator<readonly RosterRecord[]>,
  recordsBefore: number,
): Promise<TakenHeader> {
  const skipped: SkippedLine[] = [];
  let passed = 0;
  for (;;) {
    const batch = await batches.next();
    if (batch.done) throw rosterError('roster.empty');
    for (const [index, record] of batch.value.entries()) {
      const isWritten = record.cells.some((cell) => clean(cell) !== '');
      if (isWritten && passed >= recordsBefore) {
        return { record, skipped, rest: batch.value.slice(index + 1) };
      }
      if (isWritten) skipped.push({ line: record.line, cells: record.cells });
      passed += 1;
    }
  }
}
