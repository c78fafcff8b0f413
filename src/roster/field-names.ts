import { isAccessField } from './headings/known-headings.js';

/** What a profile field may be named by the options. */
const FIELD_NAME = /^[A-Za-z]\w{0,99}$/;

const ACCENTS = /\p{M}/gu;
const UNFOLDED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'Ae',
  œ: 'oe',
  Œ: 'Oe',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
};

/** Whether the options may map a column to this. A misspelled access flag would silently give nobody access. */
export function isFieldName(name: string): boolean {
  return FIELD_NAME.test(name) && (!/^resourceaccess/i.test(name) || isAccessField(name));
}

/** The profile field that an unknown column is sent as: `Job title` → `jobTitle`. Undefined where no name can be made. */
export function fieldNameOf(heading: string): string | undefined {
  const words = heading
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .replace(/[ßæÆœŒøØłŁđĐı]/g, (letter) => UNFOLDED[letter] ?? letter)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const name = words.map((word, index) => (index === 0 ? uncapital(word) : capital(word))).join('');
  return isFieldName(name) ? name : undefined;
}

/** `Department` → `department`, `HR` → `hr`, and `costCenter` stays. */
function uncapital(word: string): string {
  if (word === word.toUpperCase()) return word.toLowerCase();
  return word.charAt(0).toLowerCase() + word.slice(1);
}

function capital(word: string): string {
  const rest = word === word.toUpperCase() ? word.slice(1).toLowerCase() : word.slice(1);
  return word.charAt(0).toUpperCase() + rest;
}
