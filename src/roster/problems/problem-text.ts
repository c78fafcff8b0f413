/** What people are told about one code. */
export interface ProblemText {
  /** What is wrong, where nothing more exact is known. Never quotes a cell. */
  readonly reason: string;
  /** What to do about it, in the spreadsheet or on the command line. */
  readonly remedy: string;
}
