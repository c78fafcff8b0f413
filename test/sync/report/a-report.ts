import type { SyncCounts } from '../../../src/sync/counts.js';
import type { HoldReason } from '../../../src/sync/hold-reason.js';
import type { SyncReport } from '../../../src/sync/report/sync-report.js';

const NOTHING: SyncCounts = {
  rows: 0,
  before: 5_000,
  joiners: 0,
  known: 0,
  unchanged: 0,
  changed: 0,
  moved: 0,
  returned: 0,
  leavers: 0,
  unclear: 0,
  suppressed: 0,
  repeated: 0,
  conflicts: 0,
  refused: 0,
  refusedBy: {},
};

/** Counts of a run over 5,000 people, nought but for what is given. */
export function someCounts(given: Partial<SyncCounts>): SyncCounts {
  return { ...NOTHING, ...given };
}

/** The report of run 17 of `hr-nightly`, which found twelve joiners, but for what is given. */
export function aReport(given: Partial<SyncReport> = {}): SyncReport {
  return {
    sync: 'hr-nightly',
    client: 'germany',
    run: 17,
    state: 'done',
    trigger: 'schedule',
    startedAt: new Date('2026-11-22T01:00:00Z'),
    endedAt: new Date('2026-11-22T01:00:40Z'),
    timeZone: 'Europe/Berlin',
    file: 'employees.csv',
    counts: someCounts({ rows: 5_012, joiners: 12, unchanged: 5_000 }),
    leftOver: 0,
    reasons: [],
    trouble: null,
    waitsFor: null,
    leavers: 'cancel',
    updatesUsers: true,
    canGoOn: false,
    whenHeld: 'wait',
    ...given,
  };
}

export const MANY_LEAVERS: HoldReason = {
  code: 'leavers',
  count: 812,
  of: 5_000,
  allowed: { count: 20, share: 0.1 },
};

/** Run 17, held since the export was cut off. */
export function aHeldReport(given: Partial<SyncReport> = {}): SyncReport {
  const counts = someCounts({ rows: 4_200, joiners: 12, leavers: 812, unchanged: 4_188 });
  return aReport({ state: 'held', counts, reasons: [MANY_LEAVERS], ...given });
}
