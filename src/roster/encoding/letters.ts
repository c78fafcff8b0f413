/** What a letter is in a word, as far as it tells one encoding from another. */
export type LetterKind = 'vowel' | 'consonant';

/** Letters that do not come apart into a plain letter and an accent. */
const VOWELS = new Set('aeiouyæøœıаеёиоуыэюяіїєαεηιουωάέήίόύώϊϋΐΰ');

/** Letters between which and a consonant there may be another consonant: tr, fl, prs. */
const LIQUIDS = new Set('lrjwłřľĺŕ');

const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['latin', /\p{Script=Latin}/u],
  ['cyrillic', /\p{Script=Cyrillic}/u],
  ['greek', /\p{Script=Greek}/u],
];

/** The script of a letter; `other` for letters of further scripts, undefined for what is no letter. */
export function scriptOf(char: string): string | undefined {
  // Unicode calls the signs of ordinals letters.
  if (!/\p{L}/u.test(char) || char === 'ª' || char === 'º') return undefined;
  return SCRIPTS.find(([, pattern]) => pattern.test(char))?.[0] ?? 'other';
}

export function kindOf(letter: string): LetterKind {
  const lower = letter.toLowerCase();
  if (VOWELS.has(lower)) return 'vowel';
  return VOWELS.has(lower.normalize('NFD').charAt(0)) ? 'vowel' : 'consonant';
}

export function isLiquid(letter: string): boolean {
  return LIQUIDS.has(letter.toLowerCase());
}

/** Signs that stand by themselves in rosters, before a number or around words. */
const SIGNS = new Set('–—‘’“”„‚«»…•€£°§®©™·¿¡ªº²³½¼¾×´\u00a0\u00ad№');

export function isUsualSign(char: string): boolean {
  return SIGNS.has(char);
}

/**
 * How much a letter counts against an encoding where nothing is known of its neighbours: letters of one small language
 * that share their place with a letter of a larger one.
 */
export function rarity(letter: string, before: string, after: string): number {
  const next = after.toLowerCase();
  const previous = before.toLowerCase();
  switch (letter.toLowerCase()) {
    case 'þ':
      return previous === '' ? 0.5 : 2;
    case 'ÿ':
      return 1.5;
    case 'ð':
    case 'đ':
      return 0.8;
    case 'ţ':
      return 0.5;
    // Loïc and Anaïs have it inside.
    case 'ï':
      return next === '' || previous === '' ? 1.5 : 0;
    case 'ç':
      return next === '' ? 0.5 : 0;
    case 'ľ':
      return 1.2;
    case 'ĺ':
    case 'ŕ':
    case 'ň':
    case 'ď':
      return 0.7;
    case 'ý':
    case 'û':
    case 'ù':
      return 0.5;
    // Between vowels in Spanish; the Polish ń that has its place comes before consonants and at the end.
    case 'ñ':
      return next === '' || kindOf(next) === 'consonant' ? 1.5 : 0;
    case 'ń':
      return next !== '' && kindOf(next) === 'vowel' ? 1 : 0;
    // Portuguese ã and õ come before o, e, i or at the end; the Romanian ă and Hungarian ő before consonants.
    case 'ã':
    case 'õ':
      return next !== '' && kindOf(next) === 'consonant' ? 1.5 : 0;
    case 'ă':
    case 'ő':
      return next !== '' && kindOf(next) === 'vowel' ? 1.5 : 0;
    case 'æ':
      return next === '' ? 1 : 0;
    case 'ğ':
      return previous !== '' && kindOf(previous) === 'vowel' ? 0 : 2;
    case 'ъ':
    case 'ь':
    case 'ы':
      return previous === '' ? 3 : 0;
    default:
      return 0;
  }
}
