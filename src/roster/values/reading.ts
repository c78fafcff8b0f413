import type { RosterProblemCode } from '../problems.js';

/** What came of reading one cell: its value, or why it has none. `reason` never quotes the cell. */
export type Reading<T> =
  | { readonly value: T }
  | { readonly code: RosterProblemCode; readonly reason?: string };
