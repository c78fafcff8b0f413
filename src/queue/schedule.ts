import type { Pace } from '../invite/pace.js';

/** What every answer of the schedule tells beside what it was asked. */
interface Known {
  /** The engine's clock at the answer, in ms since 1970. */
  readonly nowMs: number;
  /** Slots given since the last hold, or since ever. */
  readonly calls: number;
  /** What the processes have learnt of the server's limit, as one of them wrote it; null: nothing yet. */
  readonly learnt: string | null;
}

/** What came of asking for slots. */
export interface Reservation extends Known {
  /** Wait from now until each slot that was reserved, in ms. */
  readonly waitsMs: readonly number[];
  /** Wait from now until the first slot that was not, in ms. */
  readonly nextMs: number;
}

/** What came of a 429. */
export interface Hold extends Known {
  /** How long the hold lasts from now, in ms. */
  readonly lastsMs: number;
  /** False where it came in during a hold, from a call that was under way when that began. */
  readonly isNew: boolean;
  /** Slots given between the hold before and this one. */
  readonly calls: number;
}

/** How a hold is reckoned where the server names no time. */
export interface HoldPolicy {
  readonly baseMs: number;
  readonly capMs: number;
  /** A row of holds ends when the last one has been over for longer than this. */
  readonly quietMs: number;
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

  /** Holds all slots, for `pauseMs` or, where that is null, for a pause that grows with every hold in a row. */
  hold(pauseMs: number | null, pace: Pace, policy: HoldPolicy, random: number): Promise<Hold>;

  /**
   * Writes down what was learnt, for all processes.
   *
   * @param formerly what stood there when it was learnt: whoever learns from the same refusal first, has it written
   * @returns whether it was written
   */
  learn(formerly: string | null, learnt: string): Promise<boolean>;
}

/** How long, in µs, the schedule may be overdrawn by a burst. */
export function toleranceUs({ burst, intervalUs }: Pace): number {
  return (burst - 1) * intervalUs;
}
