export { FirstRows } from './first-rows.js';
export { openRoster } from './open-roster.js';
export { type ListedPerson, nameOf, type PersonName, readPeopleList } from './people-list.js';
export { FILE_PROBLEMS } from './problems/file-problems.js';
export { ROW_PROBLEMS } from './problems/row-problems.js';
export type { RosterErrorCode, RosterProblem, RosterProblemCode } from './problems.js';
export type { Person, Roster, RosterRow } from './roster.js';
export type { ColumnRule, RosterField, RosterOptions } from './roster-options.js';
export type { ColumnUse, SkippedLine, Understood, UnderstoodColumn } from './understood.js';
