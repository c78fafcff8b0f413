import type { SyncReport } from './sync-report.js';

/**
 * What other companies' services are told of a run: counts and codes. The name of the file and the sentence of a failure stay
 * out: nothing personal belongs into them, but whoever names the exports decides that, not Rollcall.
 */
export function publicFacts(report: SyncReport) {
  return {
    sync: report.sync,
    client: report.client,
    run: report.run,
    state: report.state,
    trigger: report.trigger,
    startedAt: report.startedAt,
    endedAt: report.endedAt,
    counts: report.counts,
    reasons: report.reasons,
    leftOver: report.leftOver,
    code: report.trouble?.code ?? null,
    waitsFor: report.waitsFor,
    leavers: report.leavers,
  };
}
