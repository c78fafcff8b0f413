import { describe, expect, test } from '@jest/globals';
import type { SyncPlan } from '../../../jobs/sync/plan-sync.js';
import type { UsableSync } from '../../../jobs/sync/read-syncs.js';
import { formatPlan } from '../../../src/cli/sync/format-plan.js';
import { syncSettings } from '../../../src/sync/settings.js';
import { clientConfig } from '../../ledger/seed.js';
import { someCounts } from '../../sync/report/a-report.js';

function sync(whenHeld: 'wait' | 'go on'): UsableSync {
  const settings = syncSettings.parse({
    source: { kind: 'file', path: '/srv/staff.csv' },
    cron: '0 2 * * *',
    timeZone: 'Europe/Berlin',
    whenHeld,
  });
  return {
    record: {
      ...{ id: 1, name: 'hr', clientId: 1, client: 'acme', settings: null },
      ...{ pausedAt: null, lastDueAt: null, createdAt: new Date() },
    },
    settings: { ...settings, client: 'acme' },
    client: clientConfig({ name: 'acme' }),
  };
}

const PLAN: SyncPlan = {
  ...{ source: 'staff.csv', isUnchanged: false, reasons: [], held: null, changes: [] },
  counts: someCounts({ rows: 3, joiners: 1, changed: 2 }),
};

describe('the verdict on a plan', () => {
  test.each([
    ['a run would go through by itself', null, 'wait'],
    ['a run would be SKIPPED, as run 12 is held', 12, 'wait'],
    ['a run would go through by itself', 12, 'go on'],
  ] as const)('is: %s', (words, held, whenHeld) => {
    expect(formatPlan({ ...PLAN, held }, sync(whenHeld))).toContain(words);
  });
});

test('a plan does not promise to tell of data that nobody can be told of', () => {
  expect(formatPlan(PLAN, sync('wait'))).toContain(
    '2  with other data: carried over, unless they have been invited',
  );
});
