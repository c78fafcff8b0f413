/** What the comparison of an export with the last one found. Counts of rows, and of people. */
export interface SyncCounts {
  /** `rows = joiners + known + unchanged + changed + moved + returned + suppressed + repeated + refused`. */
  readonly rows: number;
  /** People whom the exports had before this run. */
  readonly before: number;
  readonly joiners: number;
  /** People who are new to the sync but have an invite with the same data: no second one is made. */
  readonly known: number;
  readonly unchanged: number;
  /** People with other data, at the same address or number. */
  readonly changed: number;
  /** People with another address or number. */
  readonly moved: number;
  /** People who had left. */
  readonly returned: number;
  readonly leavers: number;
  /** People who are in no row, while a refused row that cannot be read may be theirs: nothing is done about them. */
  readonly unclear: number;
  /** Newcomers whose address or number nobody is to call. */
  readonly suppressed: number;
  /** Rows whose number or address an earlier row has; those of them with other data than the earlier row. */
  readonly repeated: number;
  readonly conflicts: number;
  readonly refused: number;
  /** Refused rows by the code of their first problem. */
  readonly refusedBy: Readonly<Record<string, number>>;
}

/** People for whom something would be done or sent. */
export function peopleConcerned(counts: SyncCounts): number {
  const { joiners, changed, moved, returned, leavers } = counts;
  return joiners + changed + moved + returned + leavers;
}
