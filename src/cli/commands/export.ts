import type { Pool } from 'pg';
import { type BatchRecord, findBatch, listBatches } from '../../ledger/batches.js';
import { type BatchRow, readBatchRows, readRejectedRows } from '../../ledger/people.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import { writeCsv } from '../csv.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { output } from '../output.js';
import { withSession } from '../session.js';

const STATUS_COLUMNS = [
  'rollcall_status',
  'rollcall_uuid',
  'rollcall_invited_at',
  'rollcall_code',
  'rollcall_message',
];
const REJECT_COLUMNS = ['rollcall_line', 'rollcall_column', 'rollcall_code', 'rollcall_message'];

/** `rollcall export [batch]`: the roster with what became of each row, as CSV; of the latest batch where none is named. */
export function exportBatch(
  batchId: number | undefined,
  options: { json?: boolean },
): Promise<ExitCode> {
  return withSession(async (session) => {
    const { pool } = await session.ledger();
    const batch = await chooseBatch(pool, batchId);
    if (options.json === true) {
      for await (const row of readBatchRows(pool, batch.id)) {
        await output.write(`${JSON.stringify({ ...named(batch, row), ...statusOf(row) })}\n`);
      }
    } else {
      const header = [...batch.columns, ...STATUS_COLUMNS];
      await writeCsv(header, exportRows(pool, batch), batch);
    }
    return EXIT_CODE.done;
  });
}

/** `rollcall rejects <batch>`: the refused rows with why, as CSV; mended, they can be imported as they are. */
export function rejects(batchId: number, options: { json?: boolean }): Promise<ExitCode> {
  return withSession(async (session) => {
    const { pool } = await session.ledger();
    const batch = await chooseBatch(pool, batchId);
    if (options.json === true) {
      for await (const row of readRejectedRows(pool, batch.id)) {
        await output.write(
          `${JSON.stringify({ line: row.line, ...named(batch, row), problems: row.problems })}\n`,
        );
      }
    } else {
      await writeCsv([...batch.columns, ...REJECT_COLUMNS], rejectRows(pool, batch), batch);
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
    const { rollcall_status, rollcall_uuid, rollcall_invited_at, rollcall_code, rollcall_message } =
      statusOf(row);
    yield [
      ...inColumns(batch, row.cells),
      rollcall_status,
      rollcall_uuid ?? '',
      rollcall_invited_at?.toISOString() ?? '',
      rollcall_code ?? '',
      rollcall_message ?? '',
    ];
  }
}

async function* rejectRows(pool: Pool, batch: BatchRecord): AsyncGenerator<string[]> {
  for await (const { line, cells, problems } of readRejectedRows(pool, batch.id)) {
    // One row of the table for each row of the roster, so that it can be mended in place: several problems share the cells.
    yield [
      ...inColumns(batch, cells),
      String(line),
      problems.map(({ column }) => column).join('; '),
      problems.map(({ code }) => code).join('; '),
      problems.map(({ message }) => message).join(' '),
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

function named({ columns }: BatchRecord, { cells }: { cells: readonly string[] }) {
  return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? null]));
}

function statusOf(row: BatchRow) {
  return {
    rollcall_status: row.status === 'rejected' ? 'refused' : (row.state ?? row.status),
    rollcall_uuid: row.uuid,
    rollcall_invited_at: row.invitedAt,
    ...reasonOf(row),
  };
}

function reasonOf({ status, problems, code, message, firstLine }: BatchRow) {
  if (problems !== null) {
    return {
      rollcall_code: problems.map((problem) => problem.code).join('; '),
      rollcall_message: problems.map((problem) => problem.message).join(' '),
    };
  }
  if (status === 'duplicate') {
    return {
      rollcall_code: 'duplicate',
      rollcall_message: `The same person as in line ${firstLine}.`,
    };
  }
  return { rollcall_code: code, rollcall_message: message };
}
