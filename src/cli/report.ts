import type { Pool } from 'pg';
import type { InviteState } from '../invite/states.js';
import { type BatchRecord, findBatch } from '../ledger/batches.js';
import {
  countProblems,
  countReasons,
  countStates,
  type ProblemCount,
  type Reason,
} from '../ledger/counts.js';
import { RollcallError } from '../observe/rollcall-error.js';
import { counted } from './counted.js';
import { howToGoOn } from './go-on.js';
import { localTime } from './local-time.js';
import { table } from './table.js';

/** Everything about one batch that its report tells. */
export interface BatchReport {
  readonly batch: BatchRecord;
  readonly states: Partial<Record<InviteState, number>>;
  /** Why people failed or are in doubt. */
  readonly reasons: readonly Reason[];
  /** Why rows were refused. */
  readonly problems: readonly ProblemCount[];
}

/** @throws RollcallError `batch_unknown` */
export async function readReport(pool: Pool, batchId: number): Promise<BatchReport> {
  const batch = await findBatch(pool, batchId);
  if (batch === null)
    throw new RollcallError('batch_unknown', `There is no batch ${batchId}. See: rollcall status`);
  const scope = { batchId, clientId: null };
  const [states, reasons, problems] = await Promise.all([
    countStates(pool, scope),
    countReasons(pool, scope),
    countProblems(pool, batchId),
  ]);
  return { batch, states, reasons, problems };
}

/** What each state means to a person, in the order in which a report tells them. */
const MEANINGS: readonly (readonly [InviteState, string])[] = [
  ['activated', 'activated'],
  ['invited', 'invited'],
  ['existing', 'had an account already, no message sent'],
  ['pending', 'waiting'],
  ['queued', 'in the queue'],
  ['sending', 'being sent'],
  ['unknown', 'answer lost, not known whether it arrived'],
  ['failed', 'failed'],
  ['expired', 'invited, never activated, no longer written to'],
  ['cancelled', 'cancelled'],
];

/** The report for people. */
export function formatReport({ batch, states, reasons, problems }: BatchReport): string {
  const { id, source, client, finishedAt, notBefore } = batch;
  const lines = [`Batch ${id}: ${source}, client ${client}`, formatRows(batch)];
  if (finishedAt === null) lines.push(`The roster has not been read to its end. ${howToGoOn(id)}`);
  if (notBefore !== null)
    lines.push(`Its new people are called from ${localTime(notBefore, 'UTC')} UTC on.`);
  lines.push('', ...formatStates(states));
  if (reasons.length > 0) lines.push('', 'Not invited:', ...formatReasons(reasons));
  if (problems.length > 0) {
    lines.push('', 'Refused rows, by reason:', ...formatProblems(problems));
    lines.push(
      '',
      `To mend them: rollcall rejects ${id} > rejects.csv, correct the cells, then import that file.`,
    );
  }
  return lines.join('\n');
}

/** What became of the rows. What is rare is told only where it came about. */
function formatRows(batch: BatchRecord): string {
  const { rows, added, known, updated, differing, duplicates, conflicts, rejected } = batch;
  const parts = [
    counted(added, 'new person', 'new people'),
    `${known} known already`,
    ...some(updated, 'known and updated'),
    ...some(differing, 'known with other data that came too late'),
    `${duplicates} repeating an earlier line`,
    ...some(conflicts, 'contradicting an earlier line'),
    `${rejected} refused`,
    ...some(batch.mended, `of them mended since (${formatBatches(batch.mendedBy)})`),
  ];
  return `${counted(rows, 'row')}: ${parts.join(', ')}`;
}

function some(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}`];
}

function formatBatches(ids: readonly number[]): string {
  return `batch${ids.length === 1 ? '' : 'es'} ${ids.join(', ')}`;
}

export function formatStates(states: Partial<Record<InviteState, number>>): string[] {
  const present = MEANINGS.filter(([state]) => (states[state] ?? 0) > 0);
  return table(
    present.map(([state, meaning]) => [String(states[state]), meaning]),
    ['right', 'left'],
  );
}

function formatReasons(reasons: readonly Reason[]): string[] {
  return table(
    reasons.map(({ people, code, message }) => [String(people), code, message]),
    ['right', 'left', 'left'],
  );
}

/** The sentence stands on a line of its own: with it in a column, the table would be wider than any terminal. */
export function formatProblems(problems: readonly ProblemCount[]): string[] {
  const width = Math.max(...problems.map(({ rows }) => String(rows).length));
  return problems.flatMap(({ rows, code, message, lines }) => {
    const where = `line${rows === 1 ? '' : 's'} ${lines.join(', ')}${rows > lines.length ? ', …' : ''}`;
    return [
      `  ${String(rows).padStart(width)}  ${code}  (${where})`,
      `  ${' '.repeat(width)}  ${message}`,
    ];
  });
}
