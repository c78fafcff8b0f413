import type { Pace } from '../../src/invite/pace.js';
import {
  type Hold,
  type HoldPolicy,
  type Reservation,
  type Schedule,
  toleranceUs,
} from '../../src/queue/schedule.js';

/** A schedule of slots in the memory of one test, by this process's clock or by one that the test drives (ms). */
export class MemorySchedule implements Schedule {
  /** When each slot that was reserved begins, in ms, ascending. */
  readonly slots: number[] = [];
  readonly #now: () => number;
  #tatUs = 0;
  #intervalUs: number | null = null;
  #heldUntilUs = 0;
  #strikes = 0;
  #calls = 0;
  /** What the processes have learnt. */
  learnt: string | null = null;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  async reserve(slots: number, pace: Pace, lookaheadMs: number): Promise<Reservation> {
    return this.reserveNow(slots, pace, lookaheadMs);
  }

  async hold(
    pauseMs: number | null,
    pace: Pace,
    policy: HoldPolicy,
    random: number,
  ): Promise<Hold> {
    return this.holdNow(pauseMs, pace, policy, random);
  }

  async learn(formerly: string | null, learnt: string): Promise<boolean> {
    return this.learnNow(formerly, learnt);
  }

  reserveNow(slots: number, pace: Pace, lookaheadMs: number): Reservation {
    const nowUs = this.#now() * 1_000;
    const tolerance = toleranceUs(pace);
    const formerly = this.#intervalUs ?? pace.intervalUs;
    if (pace.intervalUs < formerly && this.#tatUs > nowUs) {
      const shortened = nowUs + ((this.#tatUs - nowUs) * pace.intervalUs) / formerly;
      this.#tatUs = Math.max(shortened, this.#heldUntilUs + tolerance);
    } else if (this.#tatUs > nowUs) {
      this.#tatUs += (pace.burst - 1) * (pace.intervalUs - formerly);
    }
    this.#intervalUs = pace.intervalUs;
    const waitsMs: number[] = [];
    for (;;) {
      const slotUs = Math.max(nowUs, this.#tatUs - tolerance);
      const waitMs = (slotUs - nowUs) / 1_000;
      if (waitsMs.length === slots || waitMs > lookaheadMs) {
        this.#calls += waitsMs.length;
        const { calls, learnt } = { calls: this.#calls, learnt: this.learnt };
        return { nowMs: nowUs / 1_000, waitsMs, nextMs: waitMs, calls, learnt };
      }
      waitsMs.push(waitMs);
      this.slots.push(slotUs / 1_000);
      this.#tatUs = Math.max(this.#tatUs, slotUs) + pace.intervalUs;
    }
  }

  holdNow(
    pauseMs: number | null,
    pace: Pace,
    { baseMs, capMs, quietMs }: HoldPolicy,
    random: number,
  ): Hold {
    const nowUs = this.#now() * 1_000;
    const isNew = nowUs >= this.#heldUntilUs;
    const calls = this.#calls;
    if (isNew) {
      if (nowUs - this.#heldUntilUs > quietMs * 1_000) this.#strikes = 0;
      this.#strikes += 1;
      const grownMs = Math.min(capMs, baseMs * 2 ** (this.#strikes - 1)) * (1 - random / 2);
      this.#heldUntilUs = nowUs + (pauseMs ?? grownMs) * 1_000;
      this.#calls = 0;
    } else if (pauseMs !== null) {
      this.#heldUntilUs = Math.max(this.#heldUntilUs, nowUs + pauseMs * 1_000);
    }
    this.#tatUs = Math.max(this.#tatUs, this.#heldUntilUs + toleranceUs(pace));
    const lastsMs = (this.#heldUntilUs - nowUs) / 1_000;
    return { nowMs: nowUs / 1_000, lastsMs, isNew, calls, learnt: this.learnt };
  }

  learnNow(formerly: string | null, learnt: string): boolean {
    if (this.learnt !== formerly) return false;
    this.learnt = learnt;
    return true;
  }
}
