import type { Pace } from '../../src/invite/pace.js';
import type { Hold, HoldPolicy, Reservation, Schedule } from '../../src/queue/schedule.js';
import { until } from '../support/until.js';

/** One question for slots, waiting for the test's answer. */
export interface Asked {
  readonly slots: number;
  readonly pace: Pace;
  readonly lookaheadMs: number;
  grant(waitsMs: readonly number[], nextMs: number): void;
  fail(cause: Error): void;
}

export interface AskedHold {
  readonly pauseMs: number | null;
  readonly policy: HoldPolicy;
  readonly random: number;
}

/** A schedule whose answers the test gives, one by one. */
export class ScriptedSchedule implements Schedule {
  readonly asked: Asked[] = [];
  readonly holds: AskedHold[] = [];
  /** How long the next hold lasts. */
  holdMs = 0;
  /** Slots given since the last hold. */
  calls = 0;
  learnt: string | null = null;

  reserve(slots: number, pace: Pace, lookaheadMs: number): Promise<Reservation> {
    return new Promise((resolve, reject) => {
      this.asked.push({
        slots,
        pace,
        lookaheadMs,
        grant: (waitsMs, nextMs) => {
          this.calls += waitsMs.length;
          const { calls, learnt } = this;
          resolve({ nowMs: performance.now(), waitsMs, nextMs, calls, learnt });
        },
        fail: reject,
      });
    });
  }

  async hold(
    pauseMs: number | null,
    _pace: Pace,
    policy: HoldPolicy,
    random: number,
  ): Promise<Hold> {
    this.holds.push({ pauseMs, policy, random });
    const { calls, learnt } = this;
    this.calls = 0;
    return { nowMs: performance.now(), lastsMs: this.holdMs, isNew: true, calls, learnt };
  }

  async learn(formerly: string | null, learnt: string): Promise<boolean> {
    if (this.learnt !== formerly) return false;
    this.learnt = learnt;
    return true;
  }

  /** The question with this number, from 0, as soon as it has been put. */
  question(number: number): Promise<Asked> {
    return until(`question ${number} is put`, () => this.asked[number]);
  }
}
