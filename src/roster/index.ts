export { openRoster } from './open-roster.js';
export {
  FILE_PROBLEMS,
  ROW_PROBLEMS,
  type RosterErrorCode,
  type RosterProblem,
  type RosterProblemCode,
} from './problems.js';
export type { Person, Roster, RosterField, RosterOptions, RosterRow } from './roster.js';
