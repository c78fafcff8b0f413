import { formatRateLimit } from '../../config/rate-limit.js';
import { listBatches } from '../../ledger/batches.js';
import { type ClientRecord, listClients } from '../../ledger/clients.js';
import { countOpen, countRecentCalls, countStates } from '../../ledger/counts.js';
import { formatActivationReport, readActivationReport } from '../activation-report.js';
import { counted } from '../counted.js';
import { formatDuration } from '../duration.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { ratePerSecond } from '../follow.js';
import { output } from '../output.js';
import { formatPaceInUse, type PaceInUse, readPaceInUse } from '../pace-in-use.js';
import { formatReport, formatStates, readReport } from '../report.js';
import { type Session, withSession } from '../session.js';
import { table } from '../table.js';

const WITHIN_MS = 60_000;
const LATEST = 10;

/** `rollcall status [batch]`: where everything stands, or one batch. */
export function status(batch: number | undefined, options: { json?: boolean }): Promise<ExitCode> {
  return withSession(async (session) => {
    if (batch === undefined) await showAll(session, options.json ?? false);
    else await showBatch(session, batch, options.json ?? false);
    return EXIT_CODE.done;
  });
}

async function showBatch(session: Session, batchId: number, isJson: boolean): Promise<void> {
  const { pool } = await session.ledger();
  const report = await readReport(pool, batchId);
  const clients = await listClients(pool);
  const client = clients.find(({ id }) => id === report.batch.clientId);
  const pace = client === undefined ? null : await readPace(session, client, batchId);
  if (isJson) {
    output.json({ ...report, pace });
    return;
  }
  output.data(formatReport(report));
  if (pace !== null) output.data(`\n${formatPace(pace)}`);
}

async function showAll(session: Session, isJson: boolean): Promise<void> {
  const { pool } = await session.ledger();
  const states = await countStates(pool, { batchId: null, clientId: null });
  const batches = await listBatches(pool, LATEST);
  const clients = await Promise.all(
    (await listClients(pool)).map(async (client) => {
      const config = session.config.clients.find(({ name }) => name === client.name);
      const activation = await readActivationReport(pool, client, config);
      return { ...(await readPace(session, client, null)), activation };
    }),
  );
  if (isJson) {
    output.json({ states, clients, batches });
    return;
  }
  if (batches.length === 0) {
    output.data('Nothing has been imported yet. Begin with: rollcall run <file>');
    return;
  }
  output.data(['People', ...formatStates(states)].join('\n'));
  for (const client of clients) {
    const sentences = formatActivationReport(client.activation).map((line) => `  ${line}`);
    output.data(['', formatPace(client), ...sentences].join('\n'));
  }
  const rows = batches.map(({ id, source, client, rows: count, startedAt, finishedAt }) => [
    String(id),
    startedAt.toISOString().slice(0, 16).replace('T', ' '),
    counted(count, 'row'),
    client,
    finishedAt === null ? `${source} (not read to its end, see: rollcall status ${id})` : source,
  ]);
  output.data(
    ['\nLatest batches', ...table(rows, ['right', 'left', 'right', 'left', 'left'])].join('\n'),
  );
}

/** How fast a client is going, and how fast it may. */
interface PaceReport {
  readonly client: string;
  readonly limit: string;
  readonly burst: number;
  readonly capacity: number;
  /** Calls per second over the last minute, and that rate as a share of the limit. */
  readonly callsPerSecond: number;
  readonly shareOfLimit: number;
  /** Calls of the last minute that were answered 429. */
  readonly held: number;
  /** The pace that is kept now, and why. */
  readonly inUse: PaceInUse;
  /** People still to be called, and the ms that takes at that pace. */
  readonly open: number;
  readonly leftMs: number;
  readonly paused: { readonly code: string | null; readonly message: string | null } | null;
}

async function readPace(
  session: Session,
  client: ClientRecord,
  batchId: number | null,
): Promise<PaceReport> {
  const { id, name, calls, perMs, burst, capacity, pausedAt, pausedCode, pausedMessage } = client;
  const { pool } = await session.ledger();
  const config = session.config.clients.find((one) => one.name === name);
  const [recent, open, inUse] = await Promise.all([
    countRecentCalls(pool, id, WITHIN_MS),
    countOpen(pool, batchId, [id]),
    readPaceInUse(pool, client, config),
  ]);
  const callsPerSecond = ratePerSecond(recent);
  return {
    client: name,
    limit: formatRateLimit({ calls, perMs }),
    burst,
    capacity,
    callsPerSecond,
    shareOfLimit: callsPerSecond / (calls / (perMs / 1_000)),
    held: recent.held,
    open,
    inUse,
    leftMs: (open * 1_000) / inUse.uses,
    paused: pausedAt === null ? null : { code: pausedCode, message: pausedMessage },
  };
}

function formatPace(pace: PaceReport): string {
  const { client, limit, callsPerSecond, shareOfLimit, held, inUse, open, leftMs, paused } = pace;
  const share = `${Math.round(shareOfLimit * 100)} %`;
  const lines = [
    `Client ${client}: ${callsPerSecond.toFixed(1)} calls/s in the last minute, ${share} of ${limit}; ${held} answered 429`,
  ];
  const sentence = formatPaceInUse(inUse);
  if (sentence !== null) lines.push(`  ${sentence}`);
  if (open > 0)
    lines.push(`  ${open} still to be called, about ${formatDuration(leftMs)} at this pace`);
  if (paused !== null) lines.push(`  STOPPED. ${paused.message ?? ''}`);
  return lines.join('\n');
}
