import { planRoster, type RosterPlan } from '../../../jobs/plan-roster.js';
import { DEFAULT_LIMIT } from '../../config/client-config.js';
import { formatRateLimit } from '../../config/rate-limit.js';
import { paceOf } from '../../invite/pace.js';
import { listClients } from '../../ledger/clients.js';
import { openRoster, type Understood, type UnderstoodColumn } from '../../roster/index.js';
import { formatDuration } from '../duration.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { output } from '../output.js';
import { formatProblems } from '../report.js';
import { type RosterChoices, rosterOptions } from '../roster-choices.js';
import { openSource } from '../roster-source.js';
import { withSession } from '../session.js';
import { table } from '../table.js';

export interface PlanOptions extends RosterChoices {
  readonly client?: string;
  readonly json?: boolean;
}

/** `rollcall plan <file>`: what is understood of a roster and what an import would do; calls nobody and records nothing. */
export function plan(file: string, options: PlanOptions): Promise<ExitCode> {
  return withSession(async (session) => {
    const client = session.client(options.client);
    const { name: source, bytes } = await openSource(file);
    const roster = await openRoster(bytes, rosterOptions(client, options));
    const { pool } = await session.ledger();
    const known = (await listClients(pool)).find(({ name }) => name === client.name);
    const context = { pool, clientId: known?.id ?? null, authType: client.authType };
    const planned = await planRoster(roster, context);
    const limit = { ...DEFAULT_LIMIT, ...known, ...client.limit };
    const takesMs = (planned.added * paceOf(limit).intervalUs) / 1_000;
    if (options.json === true) {
      output.json({
        source,
        client: client.name,
        understood: roster.understood,
        plan: planned,
        takesMs,
      });
    } else {
      output.data(`${source}, client ${client.name}\n`);
      output.data(formatUnderstood(roster.understood));
      const takes =
        planned.added > 0 ? `about ${formatDuration(takesMs)} at ${formatRateLimit(limit)}` : '';
      output.data(formatPlan(planned, takes));
    }
    return EXIT_CODE.done;
  });
}

const DELIMITERS: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
};

function formatUnderstood(understood: Understood): string {
  const {
    encoding,
    encodingConfidence,
    encodingFrom,
    compression,
    delimiter,
    headerLine,
    skippedLines,
  } = understood;
  const sure = encodingFrom === 'content' ? `, ${Math.round(encodingConfidence * 100)} % sure` : '';
  const packed = compression === null ? '' : `, packed with ${compression}`;
  const lines = [
    `Read as ${encoding}${sure}${packed}; cells parted by ${DELIMITERS[delimiter] ?? delimiter}; header in line ${headerLine}`,
  ];
  if (skippedLines.length > 0) {
    lines.push(`Skipped above the header: line ${skippedLines.map(({ line }) => line).join(', ')}`);
  }
  lines.push('', 'Columns', ...table(understood.columns.map(columnRow), ['left', 'left']));
  return lines.join('\n');
}

const KEPT_BECAUSE = {
  unknown: 'kept, not sent (--map or --unknown-columns send would send it)',
  ignored: 'kept, not sent, as --map says',
  not_sent: 'kept, not sent: people are invited by e-mail',
  overruled: 'kept, not sent: --map has given its field to another column',
} as const;

function columnRow(column: UnderstoodColumn): string[] {
  return [column.heading, column.use === 'field' ? column.field : KEPT_BECAUSE[column.reason]];
}

function formatPlan(plan: RosterPlan, takes: string): string {
  const counts: [number, string][] = [
    [plan.added, `new people would be invited${takes === '' ? '' : `, ${takes}`}`],
    [plan.known, 'are known already'],
    [plan.changed, 'are known already, with other data; an import changes nothing of theirs'],
    [plan.duplicates, 'repeat an earlier row'],
    [plan.rejected, 'would be refused'],
  ];
  const present = counts.filter(([count], index) => index === 0 || count > 0);
  const lines = [
    '',
    `${plan.rows} rows`,
    ...table(
      present.map(([count, meaning]) => [String(count), meaning]),
      ['right', 'left'],
    ),
  ];
  for (const [client, people] of Object.entries(plan.elsewhere)) {
    lines.push('', `${people} of the new people are known to client ${client} as well.`);
  }
  if (plan.conflicts.length > 0) {
    const where = plan.conflicts.map(
      ({ line, firstLine }) => `${line} (differs from ${firstLine})`,
    );
    lines.push(
      '',
      `Rows of one person with different data, where the first row counts: line ${where.join(', ')}`,
    );
  }
  if (plan.problems.length > 0)
    lines.push('', 'Refused rows, by reason:', ...formatProblems(plan.problems));
  if (plan.samples.length > 0) lines.push('', 'The first people, as they would be sent');
  for (const { profile, locale } of plan.samples)
    lines.push(`  ${JSON.stringify({ ...profile, locale })}`);
  return lines.join('\n');
}
