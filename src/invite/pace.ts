/** The limit that a client has been given, and how much of it Rollcall may use. */
export interface RateLimit {
  /** Calls allowed within `perMs`. */
  readonly calls: number;
  /** Length of that span in ms. */
  readonly perMs: number;
  /** Calls that the server takes at once after a quiet time (the size of its token bucket). */
  readonly burst: number;
  /** Share of the limit to use, above 0 and at most 1. What is left over is for live logins. */
  readonly capacity: number;
}

/** A pace that an operator has fixed: so many calls within a span. */
export type FixedPace = Pick<RateLimit, 'calls' | 'perMs'>;

/** What the schedule of slots works with. */
export interface Pace {
  /** Time between two slots in µs, a fraction allowed. */
  readonly intervalUs: number;
  /** Slots that may be taken at once after a quiet time, from 1. */
  readonly burst: number;
}

/**
 * Half of the server's burst is used for catching up after a pause; the other half is left for calls that the network
 * bunches together. A sender that plans for the whole burst meets a 429 at the first jitter.
 */
export function paceOf({ calls, perMs, burst, capacity }: RateLimit): Pace {
  return {
    intervalUs: (perMs * 1_000) / (calls * capacity),
    burst: Math.max(1, Math.floor(burst / 2)),
  };
}

/** The pace that an operator has fixed. It does not exceed what the limit allows. */
export function fixedPace(allowed: Pace, { calls, perMs }: FixedPace): Pace {
  return { ...allowed, intervalUs: Math.max(allowed.intervalUs, (perMs * 1_000) / calls) };
}
