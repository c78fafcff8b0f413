/** `Ann Lee <ann@example.com>`, as mail programs copy it; what stands before the bracket holds no other bracket. */
const NAMED = /^[^<>]*<([^<>]*)>$/;

const SCHEME = /^mailto:/i;

/** Nearly every address; it needs nothing of what follows, and the test is cheap. */
const BARE = /^[\w.@+-]+$/;

/** Beyond this it is no address, and patterns that look for an end would be tried from every character on. */
const MAX_CHARACTERS = 1000;

/**
 * An address without what mail programs and web pages put around it: a name with angle brackets, `mailto:` with what may
 * follow a question mark, a separator at the end. Full-width letters become plain ones. What is left may be anything.
 */
export function bareAddress(cell: string): string {
  if (BARE.test(cell) || cell.length > MAX_CHARACTERS) return cell;
  const text = cell.normalize('NFKC').replace(/[\s;,]+$/, '');
  const inner = (NAMED.exec(text)?.[1] ?? text).trim();
  if (!SCHEME.test(inner)) return inner;
  return inner.replace(SCHEME, '').replace(/\?.*$/, '').trim();
}
