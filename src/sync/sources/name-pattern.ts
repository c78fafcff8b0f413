import picomatch from 'picomatch';

/** Names that programs give to what they have not finished, and those of hidden files and locks. */
const UNFINISHED = /^(\.|~\$)|\.(part|partial|filepart|crdownload|tmp|temp|swp|lock)$/i;

/** Whether a name stands for several. Brackets and parentheses alone do not make it so: `export (1).csv` is one file. */
export function isPattern(name: string): boolean {
  return /[*?{]/.test(name);
}

/** Tells the names that a pattern means, as a shell would, and leaves out what is hidden or not finished. */
export function nameMatcher(pattern: string): (name: string) => boolean {
  // Parentheses are text here; picomatch would make groups of them.
  const matches = picomatch(pattern.replaceAll(/[()]/g, '\\$&'), { noextglob: true });
  return (name) => !UNFINISHED.test(name) && matches(name);
}

/** Of several exports, which is the newest: the last by name, or the one changed last. */
export type Newest = 'name' | 'time';

/** One of several exports. */
export interface Candidate {
  readonly name: string;
  readonly modifiedAt: Date;
}

// Numbers as numbers, so that export-10 comes after export-9.
const byName = new Intl.Collator('en', { numeric: true });

/** Puts the newest first. Of those changed at the same time, the last by name. */
export function newestFirst<Export extends Candidate>(
  candidates: readonly Export[],
  newest: Newest,
): Export[] {
  return [...candidates].sort((one, other) => {
    const byTime = other.modifiedAt.getTime() - one.modifiedAt.getTime();
    return (newest === 'time' ? byTime : 0) || byName.compare(other.name, one.name);
  });
}
