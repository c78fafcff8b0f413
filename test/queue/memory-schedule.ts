import type { Pace } from '../../src/invite/pace.js';
import { type Reservation, type Schedule, toleranceUs } from '../../src/queue/schedule.js';

/** A schedule of slots in the memory of one test, by this process's clock. */
export class MemorySchedule implements Schedule {
  /** When each slot that was reserved begins, in ms by `performance.now()`, ascending. */
  readonly slots: number[] = [];
  #tatUs = 0;

  async reserve(slots: number, pace: Pace, lookaheadMs: number): Promise<Reservation> {
    const nowUs = performance.now() * 1_000;
    const waitsMs: number[] = [];
    for (;;) {
      const slotUs = Math.max(nowUs, this.#tatUs - toleranceUs(pace));
      const waitMs = (slotUs - nowUs) / 1_000;
      if (waitsMs.length === slots || waitMs > lookaheadMs) {
        return { nowMs: nowUs / 1_000, waitsMs, nextMs: waitMs };
      }
      waitsMs.push(waitMs);
      this.slots.push(slotUs / 1_000);
      this.#tatUs = Math.max(this.#tatUs, slotUs) + pace.intervalUs;
    }
  }

  async hold(pauseMs: number | null, pace: Pace): Promise<number> {
    const untilUs = (performance.now() + (pauseMs ?? 0)) * 1_000;
    this.#tatUs = Math.max(this.#tatUs, untilUs + toleranceUs(pace));
    return pauseMs ?? 0;
  }
}
