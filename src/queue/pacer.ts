import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../invite/backoff.js';
import type { Pace } from '../invite/pace.js';
import { EngineClock } from './engine-clock.js';
import { LearntRate, type PaceMemory } from './learnt-rate.js';
import type { Schedule } from './schedule.js';

/** Leave to make one call, at `at` (ms by `performance.now()`, which no change of the time of day moves) or soon after. */
export interface Slot {
  readonly at: number;
}

interface Waiter {
  resolve(slot: Slot): void;
  reject(reason: unknown): void;
}

/**
 * Slots are reserved this far ahead, in ms: far enough that a round trip to the engine never makes a call late, near enough
 * that little is lost when a worker dies, and that a 429 is met by few calls that already had their slot.
 */
const LOOKAHEAD_MS = 400;

/** Longest nap between two looks at a distant schedule, in ms: a limit that was raised takes effect within it. */
const NAP_MS = 2_000;

/** Slots asked for in one round trip at most. */
const SLOTS_AT_ONCE = 100;

/** A slot may be used this much after its time: some intervals, and some ms that timers take anyway. */
const LATE_INTERVALS = 2;
const LATE_MS = 10;

/** The engine's waits are turned into this clock's time at slightly different moments. */
const CLOCK_SLACK_MS = 20;

const HOLD_PAUSES = { baseMs: 1_000, capMs: 60_000 };

export interface PacerOptions {
  /** Whether the configured pace is kept, whatever the server answers. */
  readonly isFixed?: boolean;
  readonly memory?: PaceMemory | null;
  /**
   * The first call of the process goes alone until it is answered, but for so long at most, in ms. It takes longer than those
   * after it, with its connection to open and its code to load: together with them it would arrive as a burst.
   */
  readonly firstAloneMs?: number;
}

/**
 * This process's part in the one budget of a client id.
 *
 * Jobs that want to call stand in line here, and one negotiator speaks to the engine for all of them: it asks for as many
 * slots as there are jobs in line, in one round trip, and sleeps while the schedule is full. So a full queue costs the engine
 * next to nothing, however slow the pace and however many jobs wait.
 */
export class Pacer {
  readonly #schedule: Schedule;
  readonly #pace: () => Pace;
  /** Null where the pace is fixed. */
  readonly #rate: LearntRate | null;
  readonly #random: Random;
  readonly #line: Waiter[] = [];
  #spare: Slot[] = [];
  #heldUntil = Number.NEGATIVE_INFINITY;
  readonly #engineClock = new EngineClock();
  #negotiation: Promise<void> | null = null;
  /** Ends with the first answer, or where it takes too long. Null from then on. */
  #firstAlone: AbortController | null;
  readonly #firstAloneMs: number;
  readonly #stop = new AbortController();

  /** @param pace asked before every reservation, so that a changed limit takes effect with the next one */
  constructor(
    schedule: Schedule,
    pace: () => Pace,
    random: Random = Math.random,
    { isFixed = false, memory = null, firstAloneMs = 0 }: PacerOptions = {},
  ) {
    this.#firstAloneMs = firstAloneMs;
    this.#firstAlone = firstAloneMs > 0 ? new AbortController() : null;
    this.#schedule = schedule;
    const rate = isFixed ? null : new LearntRate(schedule, pace, memory);
    this.#rate = rate;
    this.#pace = rate === null ? pace : () => rate.pace();
    this.#random = random;
  }

  /**
   * Waits for leave to make one call. First come, first served.
   *
   * @throws the engine's error where it cannot be asked; an AbortError once the pacer is closed
   */
  take(): Promise<Slot> {
    if (this.#stop.signal.aborted) return Promise.reject(this.#stop.signal.reason);
    this.#spare = this.#spare.filter((slot) => this.#isGood(slot));
    const spare = this.#spare.shift();
    if (spare !== undefined) return Promise.resolve(spare);
    return new Promise((resolve, reject) => {
      this.#line.push({ resolve, reject });
      this.#negotiation ??= this.#negotiate();
    });
  }

  /** Returns a slot that is not needed: while it is good, the next in line has it instead of its being lost. */
  giveBack(slot: Slot): void {
    if (this.#isGood(slot)) this.#pass(slot);
  }

  #pass(slot: Slot): void {
    const next = this.#line.shift();
    if (next === undefined) this.#spare.push(slot);
    else next.resolve(slot);
  }

  /**
   * Sleeps until the slot begins, and says whether it may still be used. `held`: a hold has come in the meantime. `late`: this
   * process was kept from its turn for so long that other late slots would go out together with this one, as a burst.
   */
  async reached(slot: Slot): Promise<'in-time' | 'late' | 'held'> {
    const wait = slot.at - performance.now();
    if (wait > 0) await pause(Math.ceil(wait));
    if (this.#isHeld(slot)) return 'held';
    const lateMs = performance.now() - slot.at;
    return lateMs > Math.max(LATE_MS, LATE_INTERVALS * (this.#pace().intervalUs / 1_000))
      ? 'late'
      : 'in-time';
  }

  /** Waits until one call may be made, for callers that have nothing to do in between. */
  async turn(): Promise<void> {
    while ((await this.reached(await this.take())) === 'held');
  }

  /**
   * The server has let a call through: what it refuses after that tells of the rate, and not of an outage.
   *
   * @param sentAt when the call was sent, by `performance.now()`
   */
  passed(sentAt: number): void {
    this.#firstAlone?.abort();
    this.#rate?.passed(sentAt);
  }

  /**
   * The server answered 429: no call of any process goes out for `retryAfterMs`, or, where that is null, for a pause that
   * grows from one hold to the next. From then on fewer calls are made.
   *
   * @param sentAt when the call was sent, by `performance.now()`
   * @returns how long the hold lasts from now, in ms
   */
  async hold(retryAfterMs: number | null, sentAt = performance.now()): Promise<number> {
    this.#firstAlone?.abort();
    // The same hold, not a further one; but a time that the server names is always kept.
    if (retryAfterMs === null && this.#rate?.isLate(sentAt) === true) {
      return Math.max(0, this.#heldUntil - performance.now());
    }
    const { capMs } = HOLD_PAUSES;
    // Pauses grow as long as nothing gets through. With calls in between it is the pace that has to give way, not the pause.
    const policy = { ...HOLD_PAUSES, quietMs: this.#rate?.hasPassed === true ? 0 : capMs };
    const pace = this.#pace();
    const held = await this.#schedule.hold(retryAfterMs, pace, policy, this.#random());
    this.#heldUntil = Math.max(this.#heldUntil, performance.now() + held.lastsMs);
    this.#spare = [];
    await this.#rate?.refused(held, retryAfterMs, sentAt);
    return held.lastsMs;
  }

  /** Sends everybody in line away with an AbortError. */
  close(): void {
    this.#stop.abort();
    for (const waiter of this.#line.splice(0)) waiter.reject(this.#stop.signal.reason);
  }

  async #negotiate(): Promise<void> {
    try {
      const recalling = this.#rate?.recall() ?? null;
      if (recalling !== null) await recalling;
      while (this.#line.length > 0) {
        const wanted = this.#firstAlone === null ? Math.min(this.#line.length, SLOTS_AT_ONCE) : 1;
        const reservation = await this.#schedule.reserve(wanted, this.#pace(), LOOKAHEAD_MS);
        const { nowMs, waitsMs, nextMs } = reservation;
        const reservedAt = this.#engineClock.toLocal(nowMs);
        for (const slot of waitsMs.map((waitMs) => ({ at: reservedAt + waitMs }))) {
          // A hold may have come while the engine was asked. One that is merely late is for its taker to judge.
          if (!this.#isHeld(slot)) this.#pass(slot);
        }
        await this.#rate?.follow(reservation);
        const [firstWait] = waitsMs;
        if (firstWait !== undefined) await this.#letFirstGo(firstWait);
        const nap = Math.min(nextMs - LOOKAHEAD_MS, NAP_MS);
        if (this.#line.length > 0 && nap > 0) await this.#sleep(nap);
      }
    } catch (cause) {
      for (const waiter of this.#line.splice(0)) waiter.reject(cause);
    } finally {
      this.#negotiation = null;
    }
  }

  /** A slot given back late is lost: used together with the next one, it would make a burst. */
  #isGood(slot: Slot): boolean {
    return !this.#isHeld(slot) && slot.at > performance.now() - CLOCK_SLACK_MS;
  }

  #isHeld({ at }: Slot): boolean {
    return at < this.#heldUntil - CLOCK_SLACK_MS;
  }

  /** Until the first call has been answered, which goes out after so many ms. */
  async #letFirstGo(waitMs: number): Promise<void> {
    if (this.#firstAlone === null) return;
    const signal = AbortSignal.any([this.#firstAlone.signal, this.#stop.signal]);
    await pause(waitMs + this.#firstAloneMs, undefined, { signal }).catch(() => undefined);
    this.#firstAlone = null;
  }

  /** A nap that ends with the pacer, so that a slow pace does not delay the end of the process. */
  async #sleep(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}
