import { RollcallError } from '../observe/rollcall-error.js';
import { FILE_PROBLEMS } from './problems/file-problems.js';
import { ROW_PROBLEMS } from './problems/row-problems.js';

export type RosterProblemCode = keyof typeof ROW_PROBLEMS;
export type RosterErrorCode = keyof typeof FILE_PROBLEMS;

/** One thing that is wrong with a row. */
export interface RosterProblem {
  /** The header cell of the column as it stands in the file, or empty where the whole row is meant. */
  readonly column: string;
  readonly code: RosterProblemCode;
  /** What is wrong and how to mend it; never quotes the cell. */
  readonly message: string;
}

/** A problem of a row, with `reason` where more is known than the table says. It may not quote the cell. */
export function rowProblem(
  column: string,
  code: RosterProblemCode,
  reason: string = ROW_PROBLEMS[code].reason,
): RosterProblem {
  return { column, code, message: `${reason} ${ROW_PROBLEMS[code].remedy}` };
}

/** The error for a file that cannot be used, with `reason` where more is known than the table says. */
export function rosterError(
  code: RosterErrorCode,
  reason: string = FILE_PROBLEMS[code].reason,
  options?: { cause?: unknown },
): RollcallError {
  return new RollcallError(code, `${reason} ${FILE_PROBLEMS[code].remedy}`, options);
}
