import type { SyncCounts } from '../counts.js';
import type { HoldReason } from '../hold-reason.js';
import type { LeaversChoice } from '../leavers-choice.js';

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
  /** Name of the export's file, null where none was had. Told to people, not to other companies' services. */
  readonly file: string | null;
  /** Null where no comparison came about. */
  readonly counts: SyncCounts | null;
  /** Changes that could not be carried out in full, as a call was under way; the next run takes them up. */
  readonly leftOver: number;
  readonly reasons: readonly HoldReason[];
  /** Why it failed or was skipped: the code and the sentence of a `RollcallError`. */
  readonly trouble: { readonly code: string; readonly message: string } | null;
  /** The held run because of which this one was skipped. */
  readonly waitsFor: number | null;
  /** By its plan, or as the sync is configured where there is none. */
  readonly leavers: LeaversChoice;
  /** The same, of whether Next Identity is told of changed people who have been invited. */
  readonly updatesUsers: boolean;
  /** Whether it broke off while its plan was carried out, and `approve` can go on with that. */
  readonly canGoOn: boolean;
  /** What the runs of the following nights do as long as one is held. */
  readonly whenHeld: 'wait' | 'go on';
}
