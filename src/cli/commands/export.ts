import type { Pool } from 'pg';
import { type BatchRecord, findBatch, listBatches } from '../../ledger/batches.js';
import { type BatchRow, readBatchRows, readRejectedRows } from '../../ledger/people.js';
import { printableJson } from '../../observe/printable.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import { harmless, writeCsv } from '../csv.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { output } from '../output.js';
import { withSession } from '../session.js';

/** In the order in which they stand behind the roster's own. */
const STATUS_COLUMNS = [
  'rollcall_status',
  'rollcall_uuid',
  'rollcall_invited_at',
  'rollcall_activated_at',
  'rollcall_resends',
  'rollcall_last_message_at',
  'rollcall_next_step',
  'rollcall_next_at',
  'rollcall_code',
  'rollcall_message',
] as const;
/** The first two tell an import of the mended file which refused row a row was. */
const REJECT_COLUMNS = [
  'rollcall_batch',
  'rollcall_line',
  'rollcall_column',
  'rollcall_code',
  'rollcall_message',
];

/** `rollcall export [batch]`: the roster with what became of each row, as CSV; of the latest batch where none is named. */
export function exportBatch(
  batchId: number | undefined,
  options: { json?: boolean },
): Promise<ExitCode> {
  return withSession(async (session) => {
    const { pool } = await session.ledger();
    const batch = await chooseBatch(pool, batchId);
    if (options.json === true) {
      const keys = keysOf(batch, STATUS_COLUMNS);
      for await (const row of readBatchRows(pool, batch.id)) {
        await output.write(`${printableJson({ ...keyed(keys, row), ...statusOf(row) })}\n`);
      }
    } else {
      const header = [...batch.columns, ...STATUS_COLUMNS];
      await writeCsv(header, () => exportRows(pool, batch), batch);
    }
    return EXIT_CODE.done;
  });
}

/**
 * `rollcall rejects <batch>`: the refused rows with why, as CSV; mended, they can be imported as they are. Those that have
 * been fed back mended are left out, unless `all` are wanted.
 */
export function rejects(
  batchId: number,
  { json = false, all = false }: { json?: boolean; all?: boolean },
): Promise<ExitCode> {
  return withSession(async (session) => {
    const { pool } = await session.ledger();
    const batch = await chooseBatch(pool, batchId);
    if (json) {
      const keys = keysOf(batch, ['line', 'problems', 'mendedBy']);
      for await (const row of readRejectedRows(pool, batch.id, all)) {
        const { line, problems, mendedBy } = row;
        const known = { line, ...keyed(keys, row), problems, mendedBy };
        await output.write(`${printableJson(known)}\n`);
      }
    } else {
      const header = [...batch.columns, ...REJECT_COLUMNS];
      await writeCsv(header, () => rejectRows(pool, batch, all), batch);
    }
    return EXIT_CODE.done;
  });
}

async function chooseBatch(pool: Pool, id: number | undefined): Promise<BatchRecord> {
  const batch = id === undefined ? (await listBatches(pool, 1))[0] : await findBatch(pool, id);
  if (batch === undefined || batch === null) {
    const message =
      id === undefined
        ? 'Nothing has been imported yet.'
        : `There is no batch ${id}. See: rollcall status`;
    throw new RollcallError('batch_unknown', message);
  }
  return batch;
}

async function* exportRows(pool: Pool, batch: BatchRecord): AsyncGenerator<string[]> {
  for await (const row of readBatchRows(pool, batch.id)) {
    const status = statusOf(row);
    const ours = STATUS_COLUMNS.map((column) => harmless(cellOf(status[column])));
    yield [...inColumns(batch, row.cells), ...ours];
  }
}

async function* rejectRows(
  pool: Pool,
  batch: BatchRecord,
  withMended: boolean,
): AsyncGenerator<string[]> {
  for await (const { line, cells, problems } of readRejectedRows(pool, batch.id, withMended)) {
    // One row of the table for each row of the roster, so that it can be mended in place: several problems share the cells.
    yield [
      ...inColumns(batch, cells),
      ...[
        String(batch.id),
        String(line),
        problems.map(({ column }) => column).join('; '),
        problems.map(({ code }) => code).join('; '),
        problems.map(({ message }) => message).join(' '),
      ].map(harmless),
    ];
  }
}

/** A ragged row, filled up or with its surplus joined in the last column, so that our own columns stay in theirs. */
function inColumns({ columns, delimiter }: BatchRecord, cells: readonly string[]): string[] {
  const last = columns.length - 1;
  return columns.map((_, index) =>
    index === last ? cells.slice(last).join(delimiter) : (cells[index] ?? ''),
  );
}

/** The headings; one that stands twice, or is a key of ours, is numbered, so that no cell takes another's place. */
function keysOf({ columns }: BatchRecord, ours: readonly string[]): string[] {
  const taken = new Set(ours);
  return columns.map((column) => {
    let key = column;
    for (let nth = 2; taken.has(key); nth += 1) key = `${column} (${nth})`;
    taken.add(key);
    return key;
  });
}

function keyed(keys: readonly string[], { cells }: { cells: readonly string[] }) {
  return Object.fromEntries(keys.map((key, index) => [key, cells[index] ?? null]));
}

function cellOf(value: string | number | Date | null): string {
  return value instanceof Date ? value.toISOString() : String(value ?? '');
}

function statusOf(row: BatchRow) {
  return {
    rollcall_status: row.state ?? (row.mendedBy === null ? 'refused' : 'mended'),
    rollcall_uuid: row.uuid,
    rollcall_invited_at: row.invitedAt,
    rollcall_activated_at: row.activatedAt,
    rollcall_resends: row.resends,
    rollcall_last_message_at: row.lastMessageAt,
    rollcall_next_step: row.nextStep,
    rollcall_next_at: row.nextAt,
    ...reasonOf(row),
  };
}

function reasonOf({ status, repeats, problems, mendedBy, code, message }: BatchRow) {
  switch (status) {
    case 'rejected':
      if (mendedBy !== null) return reason('mended', `Fed back mended in batch ${mendedBy}.`);
      return {
        rollcall_code: problems?.map((problem) => problem.code).join('; ') ?? null,
        rollcall_message: problems?.map((problem) => problem.message).join(' ') ?? null,
      };
    case 'duplicate':
      return reason('duplicate', `The same person as in line ${repeats}.`);
    case 'conflict':
      return reason(
        'conflict',
        `The same person as in line ${repeats} with other data; those of line ${repeats} count.`,
      );
    case 'differs':
      return reason('differs', 'Known with other data, which stay: they are what was sent.');
    case 'added':
    case 'known':
    case 'updated':
      return reason(code, message);
  }
}

function reason(rollcall_code: string | null, rollcall_message: string | null) {
  return { rollcall_code, rollcall_message };
}
