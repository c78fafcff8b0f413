import { DateTime } from 'luxon';
import type { SyncCounts } from '../counts.js';
import type { LeaversChoice } from '../leavers-choice.js';
import { reasonInFull } from './describe-reason.js';
import { headline } from './headline.js';
import { nextSteps } from './next-steps.js';
import { counted, written } from './numbers.js';
import type { SyncReport } from './sync-report.js';

/** The report for people, as `rollcall sync show` prints it and mails carry it: a paragraph, a table, what to do next. */
export function formatReport(report: SyncReport): string {
  const { counts, reasons } = report;
  const parts = [
    [headline(report)],
    [paragraph(report)],
    titled(
      report.state === 'held' ? 'Why it is held' : 'Why it was held',
      reasons.map((reason) => `  - ${reasonInFull(reason)}`),
    ),
    counts === null ? [] : titled(tableTitle(report), changeTable(report, counts)),
    counts === null ? [] : titled('Rows that cannot be used', refusedTable(counts)),
    titled('What to do next', stepTable(report)),
  ];
  return inParts(parts);
}

/** The outcome, why it is held and what its plan does: what somebody has to have read who approves it. */
export function briefReport(report: SyncReport): string {
  const { counts, reasons } = report;
  const parts = [
    [headline(report)],
    titled(
      'Why it is held',
      reasons.map((reason) => `  - ${reasonInFull(reason)}`),
    ),
    counts === null ? [] : titled('What it would do', changeTable(report, counts)),
  ];
  return inParts(parts);
}

function inParts(parts: readonly (readonly string[])[]): string {
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

function paragraph(report: SyncReport): string {
  const { run, client, file, counts, startedAt, timeZone } = report;
  const start = DateTime.fromJSDate(startedAt, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm');
  // Quoted, so that a line break in a name begins no line of the report.
  const of = file === null ? '' : ` of ${JSON.stringify(file)}`;
  const read = counts === null ? '' : ` (${counted(counts.rows, 'row')})`;
  return `Run ${run}${of}${read} for client ${client}, begun ${start} ${timeZone}${TRIGGERS[report.trigger]}. ${whatBecame(report)}`;
}

const TRIGGERS = {
  schedule: '',
  'catch-up': ' in place of one that was missed',
  hand: ' by hand',
} as const;

function whatBecame(report: SyncReport): string {
  const { state, counts, trouble, waitsFor, whenHeld, leftOver } = report;
  const why = trouble?.message ?? 'No reason was recorded.';
  switch (state) {
    case 'done':
      return leftOver === 0
        ? 'It was carried out.'
        : `It was carried out, but for ${counted(leftOver, 'change')} of people with a call under way: the next run takes them up.`;
    case 'unchanged':
      return trouble === null
        ? 'There was nothing to do: the last export that came is the one that was carried out.'
        : `There was nothing to do. ${trouble.message}`;
    case 'held':
      return `It is held: nobody was invited, nothing was changed or cancelled. Until somebody approves or rejects it, ${NIGHTS[whenHeld]}.`;
    case 'rejected':
      return 'It was held and then rejected: nothing of it was carried out.';
    case 'superseded':
      return 'It was held, and dropped when a later run took its place: nothing of it was carried out.';
    case 'skipped':
      return waitsFor === null
        ? `It was skipped. ${why}`
        : `It was skipped, as run ${waitsFor} is held and waits for somebody to approve or reject it. The exports of these nights are not lost: the next run compares with what was carried out last.`;
    case 'failed':
      return `It failed. ${why} ${counts === null ? 'Nothing was changed.' : 'What it had done is kept, and is not done twice.'}`;
  }
}

const NIGHTS = {
  wait: 'the runs of the following nights are skipped',
  'go on': 'the runs of the following nights go on, and the next takes its place',
} as const;

function tableTitle({ state }: SyncReport): string {
  if (state === 'done') return 'What it did';
  return state === 'held' ? 'What it would do' : 'What it would have done';
}

const MISSING: Readonly<Record<LeaversChoice, string>> = {
  report: 'missing from the export: reported, nothing else',
  cancel: 'missing from the export: open invites and messages to them are cancelled',
  suppress:
    'missing from the export: open invites and messages to them are cancelled, and they are suppressed',
};

/**
 * What a comparison found, a line for each kind. What has not come up is left out, but for joiners and leavers: a nought there
 * is worth knowing.
 */
export function changeTable(
  { leavers, updatesUsers }: Pick<SyncReport, 'leavers' | 'updatesUsers'>,
  counts: SyncCounts,
): string[] {
  const rows: readonly (readonly [count: number, meaning: string])[] = [
    [counts.joiners, 'new: invited'],
    [counts.leavers, MISSING[leavers]],
    [
      counts.changed,
      `with other data: carried over, unless they have ${updatesUsers ? 'activated' : 'been invited'}`,
    ],
    [counts.moved, 'with another address: invited there, unless they have activated'],
    [counts.returned, 'back again: invited again, unless they have activated'],
    [counts.unclear, 'missing, while a row that cannot be read may be theirs: left as they are'],
    [counts.known, 'new to this sync, invited before: no second invitation'],
    [counts.suppressed, 'new, but suppressed: not invited'],
    [counts.unchanged, 'unchanged'],
    [counts.repeated, 'rows that repeat an earlier one'],
    [counts.conflicts, 'of them with other data: the earlier row counts'],
    [counts.refused, 'rows that cannot be used'],
  ];
  return countTable(rows.filter(([count], index) => index < 2 || count > 0));
}

/** Codes of refusals, and how often each came up. */
export function refusedTable({ refusedBy }: SyncCounts): string[] {
  return countTable(Object.entries(refusedBy).map(([code, count]) => [count, code]));
}

function countTable(rows: readonly (readonly [count: number, meaning: string])[]): string[] {
  const width = Math.max(0, ...rows.map(([count]) => written(count).length));
  return rows.map(([count, meaning]) => `  ${written(count).padStart(width)}  ${meaning}`);
}

function stepTable(report: SyncReport): string[] {
  const steps = nextSteps(report);
  const width = Math.max(0, ...steps.map(({ command }) => command.length));
  return steps.map(({ command, does }) => `  ${command.padEnd(width)}  ${does}`);
}
