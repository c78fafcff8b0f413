import type { Clock } from '../clock.js';
import type { User } from '../users/user.js';

interface Due {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly user: User;
  readonly clientId: string;
}

/** A timer that is set for longer rings at once; one that rings too early is set again. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Who will activate, and when: a heap by time, and one alarm for the earliest. A timer for each of a million people
 * would cost more than the people.
 */
export class ActivationSchedule {
  readonly #clock: Clock;
  readonly #activate: (user: User, clientId: string) => void;
  readonly #heap: Due[] = [];
  #cancel: (() => void) | null = null;
  #alarmAt = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, activate: (user: User, clientId: string) => void) {
    this.#clock = clock;
    this.#activate = activate;
  }

  get waiting(): number {
    return this.#heap.length;
  }

  /** @param at milliseconds since 1970 */
  add(user: User, clientId: string, at: number): void {
    push(this.#heap, { user, clientId, at });
    if (at < this.#alarmAt) this.#setAlarm(at);
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#heap.length = 0;
  }

  #setAlarm(at: number): void {
    this.#cancel?.();
    this.#alarmAt = at;
    const waitMs = Math.min(LONGEST_MS, Math.max(0, at - this.#clock.now()));
    this.#cancel = this.#clock.after(waitMs, () => this.#ring());
  }

  #ring(): void {
    this.#cancel = null;
    this.#alarmAt = Number.POSITIVE_INFINITY;
    for (let next = this.#heap[0]; next !== undefined; next = this.#heap[0]) {
      if (next.at > this.#clock.now()) {
        this.#setAlarm(next.at);
        return;
      }
      pop(this.#heap);
      this.#activate(next.user, next.clientId);
    }
  }
}

function push(heap: Due[], due: Due): void {
  let at = heap.length;
  heap.push(due);
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || parent.at <= due.at) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = due;
}

function pop(heap: Due[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
    if (left === undefined) break;
    const [child, below] =
      right !== undefined && right.at < left.at ? [right, 2 * at + 2] : [left, 2 * at + 1];
    if (child.at >= last.at) break;
    heap[at] = child;
    at = below;
  }
  heap[at] = last;
}
