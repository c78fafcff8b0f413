import type { RosterPlan } from '../../jobs/plan-roster.js';
import { formatRateLimit } from '../config/rate-limit.js';
import { describeWays } from '../invite/describe-policy.js';
import type { Understood, UnderstoodColumn } from '../roster/index.js';
import { counted } from './counted.js';
import { formatDuration } from './duration.js';
import type { PlannedFile } from './plan-file.js';
import { formatProblems } from './report.js';
import { table } from './table.js';

/** The plan for people. @param withSamples whether the first of them are shown as they would be sent */
export function formatPlan(planned: PlannedFile, withSamples: boolean): string {
  const { source, client, understood, plan, takesMs, limit, ways } = planned;
  const takes =
    plan.added > 0 ? `, about ${formatDuration(takesMs)} at ${formatRateLimit(limit)}` : '';
  const lines = [`${source}, client ${client}`, '', ...formatUnderstood(understood), ''];
  lines.push(...formatCounts(plan, takes), ...formatConflicts(plan), '', describeWays(ways));
  if (plan.problems.length > 0)
    lines.push('', 'Refused rows, by reason:', ...formatProblems(plan.problems));
  if (withSamples && plan.samples.length > 0) {
    const sent = plan.samples.map(({ profile, locale }) => JSON.stringify({ ...profile, locale }));
    lines.push('', 'The first people, as they would be sent', ...sent.map((text) => `  ${text}`));
  }
  return lines.join('\n');
}

const DELIMITERS: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
};

function formatUnderstood(understood: Understood): string[] {
  const { encoding, encodingConfidence, encodingFrom, compression, delimiter } = understood;
  const { headerLine, skippedLines, columns } = understood;
  const sure = encodingFrom === 'content' ? `, ${Math.round(encodingConfidence * 100)} % sure` : '';
  const packed = compression === null ? '' : `, packed with ${compression}`;
  const lines = [
    `Read as ${encoding}${sure}${packed}; cells parted by ${DELIMITERS[delimiter] ?? delimiter}; header in line ${headerLine}`,
  ];
  if (skippedLines.length > 0) {
    lines.push(`Skipped above the header: line ${skippedLines.map(({ line }) => line).join(', ')}`);
  }
  return [...lines, '', 'Columns', ...table(columns.map(columnRow), ['left', 'left'])];
}

const KEPT_BECAUSE = {
  unknown: 'kept, not sent (--map or --unknown-columns send would send it)',
  ignored: 'kept, not sent, as --map or the configuration says',
  not_sent: 'kept, not sent: people are invited by e-mail',
  overruled: 'kept, not sent: --map or the configuration has given its field to another column',
} as const;

function columnRow(column: UnderstoodColumn): string[] {
  return [column.heading, column.use === 'field' ? column.field : KEPT_BECAUSE[column.reason]];
}

function formatCounts(plan: RosterPlan, takes: string): string[] {
  const counts: [number, string][] = [
    [plan.added, `new ${plan.added === 1 ? 'person' : 'people'} would be invited${takes}`],
    [plan.known, 'known already'],
    [plan.updated, 'known and would be updated'],
    [plan.differing, 'known with other data that come too late: a call was made'],
    [plan.duplicates, 'repeating an earlier line'],
    [plan.conflicts, 'contradicting an earlier line, which counts'],
    [plan.rejected, 'would be refused'],
  ];
  const present = counts.filter(([count], index) => index === 0 || count > 0);
  const rows = present.map(([count, meaning]) => [String(count), meaning]);
  const lines = [counted(plan.rows, 'row'), ...table(rows, ['right', 'left'])];
  for (const [client, people] of Object.entries(plan.elsewhere)) {
    lines.push('', `Of the new people, client ${client} knows ${people} as well.`);
  }
  return lines;
}

function formatConflicts({ conflicts, conflicting }: RosterPlan): string[] {
  if (conflicts === 0) return [];
  const lines = conflicting.map(({ line, firstLine }) => `${line} (differs from ${firstLine})`);
  const more = conflicts > conflicting.length ? ', …' : '';
  return ['', `One person with different data: line ${lines.join(', ')}${more}`];
}
