import type { Reading } from './reading.js';

/** Nearly every cell is printable ASCII, and then undamaged. */
const NOT_PLAIN = /[^ -~]/;

const CONTROL = /\p{Cc}/u;
const REPLACEMENT = '\ufffd';

/**
 * UTF-8 that was read as Windows-1252 and saved again: `Ã©` for é, `Å‚` for ł, `â€™` for an apostrophe. Each pair begins with
 * a capital that nobody writes before such a sign. A non-breaking space and ’ are left out: they may follow a capital.
 */
const READ_TWICE =
  /[ÂÃÄÅÐÑÎÏ][\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf€‚ƒ„…†‡ˆ‰‹‘“”•–—˜™›]|[ÃÅ][ŠŒŽšœžŸ]|â€/;

/** What is wrong with the letters of a cleaned cell, whatever it holds; undefined where nothing is. */
export function damage(text: string): Extract<Reading<never>, { code: string }> | undefined {
  if (!NOT_PLAIN.test(text)) return undefined;
  if (CONTROL.test(text)) return { code: 'value.control_character' };
  if (text.includes(REPLACEMENT)) {
    const reason = 'The value holds �, the mark of a letter that was lost in a wrong encoding.';
    return { code: 'value.wrong_encoding', reason };
  }
  if (READ_TWICE.test(text)) {
    const reason = 'The value was read in a wrong encoding before, such as "Ã©" where "é" was.';
    return { code: 'value.wrong_encoding', reason };
  }
  return undefined;
}
