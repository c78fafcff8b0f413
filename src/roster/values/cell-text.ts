import { clean } from './clean.js';

/** `="00441234"`: how some programs keep a spreadsheet from reading a cell as a number. */
const TEXT_FORMULA = /^="([^"]*)"$/;

/** The apostrophe that spreadsheets and other programs put before what would else be taken for a formula. */
const GUARDED = /^'[=+\-@]/;

const APOSTROPHE = 0x27;
const EQUALS_SIGN = 0x3d;

/** What a cell says: clean, and without the marks that keep a spreadsheet from calculating with it. */
export function cellText(cell: string): string {
  const text = clean(cell);
  const first = text.charCodeAt(0);
  if (first === APOSTROPHE) return GUARDED.test(text) ? text.slice(1) : text;
  return first === EQUALS_SIGN ? clean(text.replace(TEXT_FORMULA, '$1')) : text;
}
