const NOT_PRINTABLE_ASCII = /[^ -~]/;
const SPACE = 0x20;

/** White space of every kind, and characters without width that stick to text copied from web pages and e-mails. */
const OUTER_BLANKS = /^[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/;
const OUTER_BLANKS_END = /[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]$/;

/** A cell without outer blanks (non-breaking and zero-width ones too), in Unicode NFC. */
export function clean(cell: string): string {
  if (cell === '' || isPlain(cell)) return cell;
  let end = cell.length;
  // A pattern anchored at the end would be tried from every character on, quadratic on long runs of blanks.
  while (end > 0 && OUTER_BLANKS_END.test(cell.charAt(end - 1))) end -= 1;
  return cell.slice(0, end).replace(OUTER_BLANKS, '').normalize('NFC');
}

/** Printable ASCII without outer spaces: nearly every cell. It needs no cleaning, and the test is cheap. */
function isPlain(cell: string): boolean {
  if (cell.charCodeAt(0) === SPACE || cell.charCodeAt(cell.length - 1) === SPACE) return false;
  return !NOT_PRINTABLE_ASCII.test(cell);
}
