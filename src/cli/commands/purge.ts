import { parseDuration, writeDuration } from '../../config/duration.js';
import { readClock } from '../../ledger/clock.js';
import { foreseePurge, type PurgeOutlook, purge as purgeLedger } from '../../ledger/purge.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import { confirm } from '../confirm.js';
import { counted } from '../counted.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { withInterrupt } from '../interrupt.js';
import { output } from '../output.js';
import { withSession } from '../session.js';

export interface PurgeOptions {
  readonly olderThan: string;
  readonly batch: number;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Rows that one statement is given at most. */
const LARGEST_SET = 50_000;

/** `rollcall purge`: removes the personal data of everybody whose story ended before a time. */
export function purge(options: PurgeOptions): Promise<ExitCode> {
  return withSession(async (session) => {
    const spanMs = spanOf(options.olderThan);
    const { pool } = await session.ledger();
    const before = new Date((await readClock(pool)).getTime() - spanMs);
    const outlook = await foreseePurge(pool, before);
    const removed = outlook.people + outlook.refusedRows + outlook.changes;
    if (options.dryRun === true || removed === 0) {
      tell({ ...outlook, isDryRun: options.dryRun === true, isWhole: true }, options);
      return EXIT_CODE.done;
    }
    await confirm(
      `Remove the personal data of ${counted(outlook.people, 'person', 'people')} for good, and ${refusedOf(outlook)}?`,
      options.yes === true,
    );
    return await withInterrupt('Ending after this set.', async (signal) => {
      const set = Math.min(options.batch, LARGEST_SET);
      const purged = await purgeLedger(pool, { before, set, signal });
      const isWhole = !signal.aborted;
      tell({ ...outlook, ...purged, isDryRun: false, isWhole }, options);
      return isWhole ? EXIT_CODE.done : EXIT_CODE.interrupted;
    });
  });
}

function spanOf(text: string): number {
  const ms = parseDuration(text);
  if (ms !== null && ms > 0) return ms;
  throw new RollcallError(
    'option_invalid',
    `Expected --older-than like "90d" or "26w", got "${text}".`,
  );
}

interface Told extends PurgeOutlook {
  readonly isDryRun: boolean;
  /** Whether all was removed that was to be. */
  readonly isWhole: boolean;
}

function refusedOf({ refusedRows, changes }: PurgeOutlook): string {
  return `of ${counted(refusedRows, 'refused row', 'refused rows')} and ${counted(changes, 'change', 'changes')} of syncs`;
}

function tell(told: Told, { json, olderThan }: PurgeOptions): void {
  const { people, refusedRows, changes, open, recent, synced, underWay, isDryRun, isWhole } = told;
  if (json === true) {
    const kept = { open, recent, synced, underWay };
    output.json({ purged: !isDryRun, isWhole, people, refusedRows, changes, kept });
    return;
  }
  const span = writeDuration(parseDuration(olderThan) ?? 0);
  output.data(
    [
      `${isDryRun ? 'Would be removed' : 'Removed'}: the personal data of ${counted(people, 'person', 'people')} whose story ended more than ${span} ago, ${refusedOf(told)}.`,
      `Kept: ${open} still to be invited or to activate, ${recent} whose story ended since, ${synced} whom a sync has or had since, ${underWay} under way.`,
    ].join('\n'),
  );
  if (!isWhole) output.note('Ended before all was removed. The same command goes on from there.');
}
