import type { Sync } from '../../../jobs/sync/read-syncs.js';
import { writeDuration } from '../../config/duration.js';
import type { SyncRun } from '../../ledger/syncs/runs.js';
import { nextDue } from '../../sync/due-times.js';
import { percent } from '../../sync/report/numbers.js';
import type { Safeguards } from '../../sync/safeguards.js';
import { localTime } from '../local-time.js';
import { table } from '../table.js';
import { describeSource } from './describe-source.js';

const LEAVERS = {
  report: 'are reported, and nothing else',
  cancel: 'have their open invites and messages cancelled',
  suppress: 'have their open invites and messages cancelled, and are suppressed',
} as const;

const WHEN_HELD = {
  wait: 'the next runs are skipped',
  'go on': 'the next run takes its place',
} as const;

/** What a sync does and when, for people. @param now by the ledger's clock */
export function formatSync(sync: Sync, now: Date): string {
  const { name, client, pausedAt } = sync.record;
  const head = `Sync ${name}, for client ${client}`;
  if (sync.trouble !== null) return `${head}\n  It cannot be run here. ${sync.trouble}`;
  const { source, cron, timeZone, leavers, whenHeld, safeguards, notify } = sync.settings;
  const next = pausedAt === null ? localTime(nextDue(sync.settings, now), timeZone) : 'paused';
  const [held = '', ...more] = safeguardList(safeguards);
  const rows = [
    ['Exports', describeSource(source)],
    ['Runs', `${cron} (${timeZone})`],
    ['Next', next],
    ['Leavers', LEAVERS[leavers]],
    ['While one is held', WHEN_HELD[whenHeld]],
    ['Held for', held],
    ...more.map((reason) => ['', reason]),
    ...(safeguards.stale === null
      ? []
      : [['Told of', `no new export for ${writeDuration(safeguards.stale)}`]]),
    ['Told', notify.map(({ kind, on }) => `${kind} (${on})`).join(', ') || 'nobody'],
  ];
  return [head, ...table(rows, ['left', 'left'])].join('\n');
}

function safeguardList(safeguards: Safeguards): string[] {
  const { leavers, changes, shrink, grow, refused } = safeguards;
  const { sameColumns, sameEncoding, notOlder, firstRun } = safeguards;
  return [
    `leavers: ${leavers.atLeast} and more than ${percent(leavers.share)}`,
    `changes: ${changes.atLeast} and more than ${percent(changes.share)}`,
    `${shrink.atLeast} and more than ${percent(shrink.share)} fewer rows`,
    `${grow.atLeast} and more than ${percent(grow.share)} more rows`,
    `more than ${percent(refused)} refused`,
    ...(sameColumns ? ['other columns'] : []),
    ...(sameEncoding ? ['another encoding'] : []),
    ...(notOlder ? ['an older export'] : []),
    ...(firstRun ? ['a first run that would do anything'] : []),
    'an empty export',
  ];
}

/** One line of a list for each sync. */
export function formatSyncs(
  syncs: readonly { readonly sync: Sync; readonly last: SyncRun | null }[],
  now: Date,
): string {
  const rows = syncs.map(({ sync, last }) => {
    const { name, client, pausedAt } = sync.record;
    const latest = last === null ? 'no run yet' : `run ${last.id}: ${last.state}`;
    if (sync.trouble !== null) return [name, client, '', latest, `cannot be run: ${sync.trouble}`];
    const { cron, timeZone } = sync.settings;
    const next =
      pausedAt === null ? `next ${localTime(nextDue(sync.settings, now), timeZone)}` : 'paused';
    return [name, client, `${cron} (${timeZone})`, latest, next];
  });
  return table(rows, ['left', 'left', 'left', 'left', 'left']).join('\n');
}
