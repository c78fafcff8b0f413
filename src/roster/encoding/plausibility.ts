import { isLiquid, isUsualSign, kindOf, rarity, scriptOf } from './letters.js';

/** Penalties in units of "e times less likely". Chosen by hand; the gallery of files is what they must get right. */
const IMPOSSIBLE = 12;
const SIGN_INSIDE_WORD = 6;
const SIGN_BESIDE_WORD = 2;
const UNUSUAL_SIGN = 1.5;
const MIXED_SCRIPTS = 6;
const OTHER_SCRIPT = 3;
const WRONG_CASE = 4;
const TOO_MANY_VOWELS = 2;
const TWO_VOWELS = 0.7;
const TOO_MANY_CONSONANTS = 2;
const HEAVY_CLUSTER = 0.7;
const ACCENTS_IN_A_ROW = 1;

/** Elisions that put an apostrophe inside a word: D’Angelo, O’Connor, L’Oréal. */
const ELISION = /(?:^|[^\p{L}])(?:[dolmn]|qu|all|dell|nell|mc)$/iu;

/**
 * How implausible it is that somebody wrote these words, by the neighbours of every character beyond ASCII: 0 is natural
 * text. `count` is how many such characters there are.
 */
export function implausibility(words: string): { penalty: number; count: number } {
  const chars = [...words];
  let penalty = 0;
  let count = 0;
  for (const [at, char] of chars.entries()) {
    if (char < '\u0080') continue;
    count += 1;
    penalty += Math.min(IMPOSSIBLE, penaltyAt(chars, at, char));
  }
  return { penalty, count };
}

function penaltyAt(chars: readonly string[], at: number, char: string): number {
  if (char === '\ufffd' || /\p{Cc}/u.test(char)) return IMPOSSIBLE;
  const before = letterAt(chars, at - 1);
  const after = letterAt(chars, at + 1);
  const script = scriptOf(char);
  if (script === undefined) return signPenalty(chars, at, char, before, after);
  let penalty = script === 'other' ? OTHER_SCRIPT : 0;
  for (const neighbour of [before, after]) {
    if (neighbour === '') continue;
    if (scriptOf(neighbour) !== script) return MIXED_SCRIPTS;
    if (script === 'latin' && neighbour >= '\u0080') penalty += ACCENTS_IN_A_ROW / 2;
  }
  if (hasWrongCase(char, before, after)) penalty += WRONG_CASE;
  return penalty + rarity(char, before, after) + clusterPenalty(chars, at, char);
}

function signPenalty(
  chars: readonly string[],
  at: number,
  char: string,
  before: string,
  after: string,
): number {
  if (char === '\u00a0' || char === '\u00ad') return before !== '' && after !== '' ? 1 : 0.5;
  if (before !== '' && after !== '') {
    const elided = char === '’' && ELISION.test(chars.slice(Math.max(0, at - 5), at).join(''));
    return elided || char === '·' ? 0 : SIGN_INSIDE_WORD;
  }
  const unusual = isUsualSign(char) ? 0 : UNUSUAL_SIGN;
  if (before === '' && after === '') return unusual;
  // A quote mark that opens does not stand behind a word, nor the sign of an ordinal before one.
  const wrongSide = before === '' ? 'ªº²³¹'.includes(char) : '„‚'.includes(char);
  return unusual + SIGN_BESIDE_WORD * (wrongSide ? 2 : 1);
}

/** `JosÈ`, `MÅller` and `MüLLER`; one capital at the start of a word may stand before small letters. */
function hasWrongCase(char: string, before: string, after: string): boolean {
  if (isUpper(char)) return isLower(before) || (isUpper(before) && isLower(after));
  return isLower(char) && isUpper(after) && (before === '' || isUpper(before));
}

/** Runs of vowels and of consonants that hardly any language has. */
function clusterPenalty(chars: readonly string[], at: number, char: string): number {
  const kind = kindOf(char);
  const run = [char];
  for (const step of [-1, 1]) {
    for (let to = at + step; ; to += step) {
      const letter = letterAt(chars, to);
      if (letter === '' || kindOf(letter) !== kind) break;
      run.push(letter);
    }
  }
  if (kind === 'vowel') {
    return run.length > 2 ? TOO_MANY_VOWELS : run.length === 2 ? TWO_VOWELS : 0;
  }
  if (run.length > 3) return TOO_MANY_CONSONANTS;
  return run.length === 3 && !run.some(isLiquid) ? HEAVY_CLUSTER : 0;
}

/** The letter at a place, or nothing where there is none. */
function letterAt(chars: readonly string[], at: number): string {
  const char = chars[at];
  return char !== undefined && scriptOf(char) !== undefined ? char : '';
}

function isUpper(char: string): boolean {
  return char !== '' && char !== char.toLowerCase();
}

function isLower(char: string): boolean {
  return char !== '' && char !== char.toUpperCase();
}
