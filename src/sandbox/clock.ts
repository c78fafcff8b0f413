/** Where the sandbox takes its time from, so that tests can hold it still and move it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `done` once after `ms`; the returned function calls it off. */
  after(ms: number, done: () => void): () => void;
}

/** The computer's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, done) {
    const timer = setTimeout(done, ms);
    return () => clearTimeout(timer);
  },
};

interface Alarm {
  readonly at: number;
  readonly done: () => void;
}

/** A clock that stands still until it is told to go on. Alarms that fall due ring in order of their time. */
export class ManualClock implements Clock {
  #now: number;
  readonly #alarms = new Set<Alarm>();

  /** @param startAt milliseconds since 1970 */
  constructor(startAt = Date.UTC(2026, 0, 1)) {
    this.#now = startAt;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, done: () => void): () => void {
    const alarm: Alarm = { at: this.#now + ms, done };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  /** How many alarms are set and have not rung. */
  get waiting(): number {
    return this.#alarms.size;
  }

  /** Moves on by `ms`, and rings what falls due on the way, also what an alarm set when it rang. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let alarm = this.#next(end); alarm !== undefined; alarm = this.#next(end)) {
      this.#alarms.delete(alarm);
      this.#now = Math.max(this.#now, alarm.at);
      alarm.done();
    }
    this.#now = end;
  }

  #next(end: number): Alarm | undefined {
    let next: Alarm | undefined;
    for (const alarm of this.#alarms) {
      if (alarm.at <= end && (next === undefined || alarm.at < next.at)) next = alarm;
    }
    return next;
  }
}
