import type { RosterField } from './roster-options.js';

/** What a column is used for and why. */
export type ColumnUse =
  | {
      readonly use: 'field';
      readonly field: RosterField;
      /**
       * `exact`: the heading is the field's name; `alias`: it is known to mean it; `explicit`: `map` or `sendAs` says so;
       * `unknown`: nothing names it, and `unknownColumns` is `send`.
       */
      readonly reason: 'exact' | 'alias' | 'explicit' | 'unknown';
    }
  | {
      readonly use: 'kept';
      /**
       * `unknown`: nothing names it; `ignored`: `map` says so; `not_sent`: phones are not sent for clients that sign people
       * in by e-mail; `overruled`: it would mean a field that `map` gives to another column.
       */
      readonly reason: 'unknown' | 'ignored' | 'not_sent' | 'overruled';
    };

/** One column of the file. */
export type UnderstoodColumn = { readonly heading: string } & ColumnUse;

/** A line above the header that was skipped. For showing to the person at the screen only: it may hold names. */
export interface SkippedLine {
  /** From 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** What was made of a file before its first row. */
export interface Understood {
  readonly encoding: string;
  /** From 0 to 1. */
  readonly encodingConfidence: number;
  /** Where the encoding is known from: a byte order mark, the options, or the content. */
  readonly encodingFrom: 'mark' | 'option' | 'content';
  readonly bom: boolean;
  readonly compression: 'gzip' | null;
  readonly delimiter: string;
  /** Where the delimiter is known from: Excel's `sep=` line, the options, or the content. */
  readonly delimiterFrom: 'sep_line' | 'option' | 'content';
  /** The line on which the header starts, from 1. */
  readonly headerLine: number;
  /** Lines above the header in which something is written and which are not read, a `sep=` line among them. */
  readonly skippedLines: readonly SkippedLine[];
  /** One for each of the roster's `columns`, in order. */
  readonly columns: readonly UnderstoodColumn[];
}
