/** What stands in the place of anything that could be a person's data. */
const MASK = '[masked]';
const LONGEST_TEXT = 200;

/** Texts of the vendor's pages (response-codes-*). They are fixed, so they cannot echo what was sent. */
const DOCUMENTED: ReadonlySet<string> = new Set([
  'field required',
  'required',
  'required.',
  'invalid value',
  'invalid uuid',
  'unsupported',
  'unsupported auth_type value',
  'some inputs are invalid',
  'Email address is already in use.',
  'Email address is not formatted correctly.',
  'Invalid json format',
  'Invalid authorization header',
  'Invalid API usage',
  'Forbidden',
  'Unauthorized',
  'provide either uuid or key_property',
  'uuid was not valid for the following reason: invalid uuid',
  'value is a string but attribute_name not given',
]);

const EMAIL = /[^\s@"'<>(),;:]+(?:@|%40)[^\s@"'<>(),;:]+/giu;
const PHONE = /\+?\d(?:[\s().\-/]*\d){5,}/g;
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** What a request says of people, and so what its answer may repeat of them. */
export interface Known {
  /** The personal values and secrets in it. */
  readonly sent: readonly string[];
  /** Whether that is all that Next Identity has of them; else its answer may tell what was not sent. */
  readonly isWhole: boolean;
}

/**
 * Makes a text of the API fit for logs and reports: what was sent to it, e-mail addresses and phone numbers are
 * masked, and so is any text too long to be a fixed message. Where it may tell more than was sent to it, only texts of the
 * vendor's pages are kept.
 */
export function maskText(text: string, { sent, isWhole }: Known): string {
  const line = text.replace(CONTROL, ' ').trim();
  if (DOCUMENTED.has(line)) return line;
  if (!isWhole) return MASK;
  if (line.length > LONGEST_TEXT) return `${MASK} (${line.length} characters)`;
  const longestFirst = [...new Set(sent.map((value) => value.trim()))]
    .filter((value) => value !== '' && value !== 'true' && value !== 'false')
    .sort((a, b) => b.length - a.length);
  return longestFirst
    .reduce((rest, value) => rest.replace(occurrenceOf(value), MASK), line)
    .replace(EMAIL, MASK)
    .replace(PHONE, MASK);
}

/** The name of a field, or null where the API used something as a key that does not look like one: they begin in lower case. */
export function fieldName(key: string, { sent }: Known): string | null {
  return /^[a-z_][\w.[\]]{0,63}$/.test(key) && !sent.includes(key) ? key : null;
}

/**
 * Whole words only, and case-sensitive, so that a person called "In" does not eat the word "in" of "already in use".
 * Scripts that write without spaces have no words to respect.
 */
function occurrenceOf(value: string): RegExp {
  const literal = value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const unspaced =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
  return unspaced.test(value)
    ? new RegExp(literal, 'gu')
    : new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'gu');
}
