import type { SyncReport } from './sync-report.js';

/** One thing to type next, and what it does. */
export interface NextStep {
  readonly command: string;
  readonly does: string;
}

/** What a person can do about a run, in the order in which it is sensible. */
export function nextSteps({ state, run, sync, waitsFor, canGoOn }: SyncReport): NextStep[] {
  if (state === 'failed') {
    return [
      ...(canGoOn
        ? [
            {
              command: `rollcall sync approve ${run}`,
              does: 'goes on with its plan where it broke off',
            },
          ]
        : []),
      { command: `rollcall sync plan ${sync}`, does: 'tells whether it would work now' },
      { command: `rollcall sync run ${sync}`, does: 'tries again now, not only when it is due' },
    ];
  }
  if (state === 'held') return decisions(run);
  if (waitsFor === null) return [];
  const look = { command: `rollcall sync show ${waitsFor}`, does: 'tells why it is held' };
  return [look, ...decisions(waitsFor)];
}

function decisions(held: number): NextStep[] {
  return [
    { command: `rollcall sync show ${held} --csv`, does: 'lists every person concerned' },
    { command: `rollcall sync approve ${held}`, does: 'carries out exactly this plan' },
    { command: `rollcall sync reject ${held}`, does: 'drops it, as where the export is broken' },
  ];
}
