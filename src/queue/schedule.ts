import type { Pace } from '../invite/pace.js';

/** What came of asking for slots. */
export interface Reservation {
  /** The engine's clock at the reservation, in ms since 1970. */
  readonly nowMs: number;
  /** Wait from now until each slot that was reserved, in ms. */
  readonly waitsMs: readonly number[];
  /** Wait from now until the first slot that was not, in ms. */
  readonly nextMs: number;
}

/** How a hold is reckoned where the server names no time. */
export interface HoldPolicy {
  readonly baseMs: number;
  readonly capMs: number;
}

/**
 * The one schedule of slots of a client id, kept by the engine and by its clock, for every process and kind of call.
 * Two engines keep it: Redis by Lua, PostgreSQL by a function.
 */
export interface Schedule {
  /**
   * Reserves up to `slots` slots that begin within `lookaheadMs`. A slot once reserved is gone, used or not.
   */
  reserve(slots: number, pace: Pace, lookaheadMs: number): Promise<Reservation>;

  /**
   * Holds all slots, for `pauseMs` or, where that is null, for a pause that grows with every hold in a row.
   *
   * @returns how long the hold lasts from now, in ms
   */
  hold(pauseMs: number | null, pace: Pace, policy: HoldPolicy, random: number): Promise<number>;
}

/** How long, in µs, the schedule may be overdrawn by a burst. */
export function toleranceUs({ burst, intervalUs }: Pace): number {
  return (burst - 1) * intervalUs;
}
