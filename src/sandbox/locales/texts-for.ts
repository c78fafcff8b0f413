import { de } from './de.js';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import type { Texts } from './texts.js';

const LANGUAGES: ReadonlyMap<string, Texts> = new Map(
  [en, de, fr, es].map((texts) => [texts.lang, texts]),
);

/**
 * The texts for a locale such as `de-AT`, or for what a browser prefers, by the first language.
 *
 * Assumption: what is unknown or absent is English; no page names the fallback.
 */
export function textsFor(locale: string): Texts {
  const language = locale.split(/[-_,;]/, 1)[0]?.toLowerCase() ?? '';
  return LANGUAGES.get(language) ?? en;
}
