import type { Reading } from './reading.js';
import { isScientific } from './scientific.js';
import { readText } from './text.js';

const MAX_CHARACTERS = 100;

/** Reads an employee number. It is the stable key of syncs, so one that a spreadsheet has rounded is refused. */
export function readEmployeeNumber(text: string): Reading<string> {
  return isScientific(text) ? { code: 'value.scientific' } : readText(text, MAX_CHARACTERS);
}
