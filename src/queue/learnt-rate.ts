import { z } from 'zod';
import { adapted, type Learnt, learn } from '../invite/adaptive-pace.js';
import type { Pace } from '../invite/pace.js';
import type { Hold, Schedule } from './schedule.js';

/** Where what was learnt outlives the queue's engine. Neither throws: the pace goes on without it. */
export interface PaceMemory {
  recall(): Promise<string | null>;
  keep(learnt: string): Promise<void>;
}

const learntText = z.object({
  settled: z.number().positive(),
  start: z.number().positive(),
  refused: z.number().positive(),
  at: z.number(),
  row: z.int(),
  tries: z.int(),
  isWindow: z.boolean(),
});

/** What one process knows of the rate that the server takes: what the schedule told last. */
export class LearntRate {
  readonly #schedule: Schedule;
  readonly #configured: () => Pace;
  readonly #memory: PaceMemory | null;
  #text: string | null = null;
  #learnt: Learnt | null = null;
  #calls = 0;
  #hasPassed = false;
  /** When this process got to know what it knows, by `performance.now()`. */
  #knownSince = Number.NEGATIVE_INFINITY;
  #isRecalled = false;

  constructor(schedule: Schedule, configured: () => Pace, memory: PaceMemory | null) {
    this.#schedule = schedule;
    this.#configured = configured;
    this.#memory = memory;
  }

  /** The configured pace, or the slower one that was learnt. */
  pace(): Pace {
    return adapted(this.#configured(), this.#learnt, this.#calls);
  }

  /** A call was let through since the last hold. Else a refusal tells nothing of the rate, and its pause has to grow. */
  get hasPassed(): boolean {
    return this.#hasPassed;
  }

  /**
   * Whether a call was sent before this process got to know what it knows. Slow answers may come when the hold is over that
   * their calls have brought about themselves: they tell of the former rate, and nothing of the one since.
   */
  isLate(sentAt: number): boolean {
    return sentAt < this.#knownSince;
  }

  passed(sentAt: number): void {
    if (!this.isLate(sentAt)) this.#hasPassed = true;
  }

  /** Before the first slot: what the ledger knows, in case the engine has forgotten. Null where that has been asked for. */
  recall(): Promise<void> | null {
    const memory = this.#isRecalled ? null : this.#memory;
    this.#isRecalled = true;
    return memory?.recall().then((text) => this.#set(text)) ?? null;
  }

  /** Takes over what the schedule has told, which another process may have learnt. */
  async follow({ learnt, calls }: { learnt: string | null; calls: number }): Promise<void> {
    this.#calls = calls;
    if (learnt === this.#text) return;
    if (learnt === null && this.#text !== null) {
      // The engine has forgotten, or never knew. Where another process was faster, its answer comes with the next slots.
      await this.#schedule.learn(null, this.#text);
      return;
    }
    this.#set(learnt);
  }

  /** Learns from a 429, for all processes. */
  async refused(hold: Hold, retryAfterMs: number | null, sentAt: number): Promise<void> {
    const { isNew, calls, learnt, nowMs } = hold;
    if (!isNew || this.isLate(sentAt)) return;
    const refusal = { calls, retryAfterMs, hasPassed: this.#hasPassed, at: Math.round(nowMs) };
    const known = learnt === null ? this.#learnt : read(learnt);
    const next = JSON.stringify(learn(known, refusal, this.#configured()));
    if (!(await this.#schedule.learn(learnt, next))) return;
    this.#calls = 0;
    this.#set(next);
    await this.#memory?.keep(next);
  }

  #set(text: string | null): void {
    this.#text = text;
    this.#learnt = text === null ? null : read(text);
    this.#hasPassed = false;
    this.#knownSince = performance.now();
  }
}

/** What the text says; null where another version of Rollcall wrote it otherwise: then it is learnt anew. */
export function read(text: string): Learnt | null {
  try {
    return learntText.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
