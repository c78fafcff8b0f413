/** Why a run of a sync is held. The codes are stable: they stand in the ledger, in webhooks and in `--json`. */
export type HoldCode =
  /** More people than allowed are missing from the export. `of`: the people of the last run. */
  | 'leavers'
  /** The data or addresses of more people than allowed differ. `of`: the people of the last run. */
  | 'changes'
  /** The export has far fewer rows than the last one. `count`: rows now; `of`: rows then. */
  | 'shrank'
  /** The export has far more rows than the last one. `count`: rows now; `of`: rows then. */
  | 'grew'
  /** The columns differ from the last export's. `count`: columns gone or come; `of`: columns then. */
  | 'headers'
  /** The export is encoded otherwise than the last one, so that names may have been misread. `count`: rows; `of`: rows then. */
  | 'encoding'
  /** More rows than allowed cannot be used. `of`: rows of the export. */
  | 'refused'
  /** The export has no row at all. `of`: the people of the last run. */
  | 'empty'
  /**
   * The export is older than the last one. `count`: the run that carried out this very one, before others were; 0 where none did, and
   * it was last changed before the last one. `of`: the last run that was carried out.
   */
  | 'older'
  /** The first run of a sync would invite people. `count`: joiners; `of`: rows of the export. */
  | 'first-run';

/** One reason, in numbers alone, so that it may be told to anybody. */
export interface HoldReason {
  readonly code: HoldCode;
  readonly count: number;
  readonly of: number;
  /** What was allowed; null where nothing of the kind is. A share is from 0 to 1 (of growth, it may be more). */
  readonly allowed: { readonly count: number | null; readonly share: number } | null;
}
