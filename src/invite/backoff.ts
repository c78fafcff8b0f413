/** A random number from 0 up to, not including, 1. Handed in so that tests can choose it. */
export type Random = () => number;

export interface Backoff {
  /** Longest pause before the first repetition, in ms. */
  readonly baseMs: number;
  /** Longest pause before any repetition, in ms. */
  readonly capMs: number;
}

/**
 * Exponential backoff with full jitter: a pause anywhere between 0 and `base × 2^(tries − 1)`, at most `cap`, in ms.
 * Full jitter spreads rows that failed together, so that they do not come back together.
 *
 * @param tries how often the call has been made, from 1
 */
export function backoffMs(tries: number, { baseMs, capMs }: Backoff, random: Random): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** (tries - 1));
  return Math.round(random() * ceiling);
}
