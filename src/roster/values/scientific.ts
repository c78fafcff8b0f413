/** What a spreadsheet makes of a long number: `4.47911E+11`, or with a decimal comma. */
const SCIENTIFIC = /^[+-]?\d(?:[.,]\d+)?e\+\d+$/i;

/** Whether a spreadsheet has turned a number into scientific notation, so that its last digits are lost. */
export function isScientific(text: string): boolean {
  return SCIENTIFIC.test(text);
}
