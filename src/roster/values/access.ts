import type { Reading } from './reading.js';

const TRUE: Reading<boolean> = { value: true };
const FALSE: Reading<boolean> = { value: false };

/** What people and spreadsheets write for true: in English, then in other languages, then as a mark. */
const TRUE_WORDS =
  'true yes y 1 on t enabled active granted ja j oui vrai si sí s sim verdadero verdadeiro vero waar ' +
  'wahr sant sann tak prawda ano evet да x ✓ ✔ ☑';
const FALSE_WORDS =
  'false no n 0 off f disabled inactive nein non faux falso não nao nee onwaar falsch nej nei ' +
  'falskt usant nie fałsz ne hayır нет ✗ ✘ ☐';

const FLAGS: ReadonlyMap<string, Reading<boolean>> = new Map([
  ...TRUE_WORDS.split(' ').map((word) => [word, TRUE] as const),
  ...FALSE_WORDS.split(' ').map((word) => [word, FALSE] as const),
]);

/** Reads a `resourceAccess…` cell as people and spreadsheets write booleans (`TRUE`, `ja`, `0`, `x`). */
export function readAccess(text: string): Reading<boolean> {
  return FLAGS.get(text.toLowerCase()) ?? { code: 'access.malformed' };
}
