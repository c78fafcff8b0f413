import type { Pool, QueryResultRow } from 'pg';
import type { InviteState } from '../invite/states.js';
import type { ActivationSource } from './activation.js';
import { run } from './statement.js';

/** What came after the invitation, and what comes next. */
export interface Aftermath {
  readonly activatedAt: Date | null;
  readonly activatedBy: ActivationSource | null;
  /** Messages sent again, or that may have been; null where the row has no person. */
  readonly resends: number | null;
  readonly lastMessageAt: Date | null;
  readonly nextStep: 'resend' | 'expire' | null;
  readonly nextAt: Date | null;
}

/** One person, as `list` shows them. */
export interface InviteRecord extends Aftermath {
  readonly id: number;
  readonly batch: number;
  readonly line: number;
  readonly identifier: string;
  readonly state: InviteState;
  readonly uuid: string | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly attempts: number;
  readonly invitedAt: Date | null;
}

/** A thing that is wrong with a row: where, its stable code, and a sentence with the remedy. */
export interface RowProblem {
  readonly column: string;
  readonly code: string;
  readonly message: string;
}

export interface RejectedRow {
  readonly line: number;
  readonly cells: readonly string[];
  readonly problems: readonly RowProblem[];
  /** The batch in which the mended row was fed back. */
  readonly mendedBy: number | null;
}

/** One row of a roster with what became of its person; the person's fields are null where the row was rejected. */
export interface BatchRow extends Aftermath {
  readonly line: number;
  readonly cells: readonly string[];
  readonly status:
    | 'added'
    | 'known'
    | 'updated'
    | 'differs'
    | 'duplicate'
    | 'conflict'
    | 'rejected';
  /** The line of the batch that has the person of a duplicate or conflict first. */
  readonly repeats: number | null;
  readonly problems: readonly RowProblem[] | null;
  /** The batch in which the mended row of a rejected one was fed back. */
  readonly mendedBy: number | null;
  readonly id: number | null;
  readonly identifier: string | null;
  readonly state: InviteState | null;
  readonly uuid: string | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly attempts: number | null;
  readonly invitedAt: Date | null;
  /** Where the person first came in. */
  readonly firstBatch: number | null;
  readonly firstLine: number | null;
}

const PAGE = 1_000;

/** People in the order in which they came in; read page by page, so that a million fit. */
export function readInvites(
  pool: Pool,
  states: readonly InviteState[] | null,
  clientId: number | null,
): AsyncGenerator<InviteRecord> {
  const page = (last: number) =>
    run<InviteRecord>(pool, 'list-invites', [last, PAGE, states, clientId]);
  return readPages(page, ({ id }) => id);
}

/** The rows of a batch in file order. */
export function readBatchRows(pool: Pool, batchId: number): AsyncGenerator<BatchRow> {
  const page = (last: number) => run<BatchRow>(pool, 'list-batch-rows', [batchId, last, PAGE]);
  return readPages(page, ({ line }) => line);
}

/** The rejected rows of a batch in file order; without `withMended`, only those that have not been fed back mended. */
export function readRejectedRows(
  pool: Pool,
  batchId: number,
  withMended = false,
): AsyncGenerator<RejectedRow> {
  const page = (last: number) =>
    run<RejectedRow>(pool, 'list-rejected-rows', [batchId, last, PAGE, withMended]);
  return readPages(page, ({ line }) => line);
}

async function* readPages<Row extends QueryResultRow>(
  readPage: (last: number) => Promise<Row[]>,
  keyOf: (row: Row) => number,
): AsyncGenerator<Row> {
  let last = 0;
  for (;;) {
    const rows = await readPage(last);
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined || rows.length < PAGE) return;
    last = keyOf(end);
  }
}
