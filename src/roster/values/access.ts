import type { Reading } from './reading.js';

const TRUE: Reading<boolean> = { value: true };
const FALSE: Reading<boolean> = { value: false };

const FLAGS: ReadonlyMap<string, Reading<boolean>> = new Map([
  ['true', TRUE],
  ['yes', TRUE],
  ['y', TRUE],
  ['1', TRUE],
  ['false', FALSE],
  ['no', FALSE],
  ['n', FALSE],
  ['0', FALSE],
]);

/** Reads a `resourceAccess…` cell as people and spreadsheets write booleans (`TRUE`, `yes`, `0`). */
export function readAccess(text: string): Reading<boolean> {
  return FLAGS.get(text.toLowerCase()) ?? { code: 'access.malformed' };
}
