import type { HoldReason } from '../hold-reason.js';

/** The states of a run that a report is made of. */
export type ReportedState =
  /** Carried out. */
  | 'done'
  /** The export is the one that the last run has carried out. */
  | 'unchanged'
  /** Nothing is carried out until somebody approves it. */
  | 'held'
  /** Held, and closed by somebody. */
  | 'rejected'
  /** Held, and a later run has taken its place. */
  | 'superseded'
  /** Another run is under way, or is held and the others wait. */
  | 'skipped'
  | 'failed';

/** People by what an export says of them in comparison with the last. */
export interface ChangeCounts {
  readonly joiners: number;
  readonly changed: number;
  /** Another address. */
  readonly moved: number;
  readonly returned: number;
  readonly leavers: number;
  readonly unchanged: number;
}

/** What becomes of leavers, as the sync is configured. */
export type LeaversChoice = 'report' | 'cancel' | 'suppress';

/**
 * Everything that a report tells of one run: counts, codes and times. It holds nothing about any person, so that it may be
 * logged, kept and sent.
 */
export interface SyncReport {
  /** Name of the sync. */
  readonly sync: string;
  readonly client: string;
  /** Number of the run, as the commands take it. */
  readonly run: number;
  readonly state: ReportedState;
  readonly trigger: 'schedule' | 'catch-up' | 'hand';
  readonly startedAt: Date;
  /** When it came to this state. */
  readonly endedAt: Date;
  /** Zone in which people are told the times. */
  readonly timeZone: string;
  /** Name of the file, null where none was had. Told to people, not to other companies' services. */
  readonly file: string | null;
  /** Rows of the export; null where it was not read. */
  readonly rows: number | null;
  /** People that the last run left behind. */
  readonly known: number;
  /** Null where no comparison came about. */
  readonly changes: ChangeCounts | null;
  /** Rows that cannot be used, by the code of the problem. */
  readonly refused: readonly { readonly code: string; readonly rows: number }[];
  readonly reasons: readonly HoldReason[];
  /** Why it failed or was skipped; the sentence of a `RollcallError`. */
  readonly trouble: { readonly code: string; readonly message: string } | null;
  readonly leavers: LeaversChoice;
  /** What the runs of the following nights do as long as this one is held. */
  readonly whenHeld: 'wait' | 'go on';
}

/** How many people a run has something to do for or to tell about. */
export function countChanges({ changes }: SyncReport): number {
  if (changes === null) return 0;
  const { joiners, changed, moved, returned, leavers } = changes;
  return joiners + changed + moved + returned + leavers;
}

export function countRefused({ refused }: SyncReport): number {
  return refused.reduce((sum, { rows }) => sum + rows, 0);
}
