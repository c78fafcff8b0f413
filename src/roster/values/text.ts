import type { Reading } from './reading.js';

const BLANKS = /\s+/gu;

/** A name or a number of up to `max` characters, with runs of blanks (non-breaking ones too) made one space. */
export function readText(text: string, max: number): Reading<string> {
  if (text.length > max) {
    return {
      code: 'value.too_long',
      reason: `The value has more than ${max} characters.`,
    };
  }
  return { value: text.replace(BLANKS, ' ') };
}
