interface Event {
  readonly at: number;
  readonly order: number;
  happen(): void;
}

/** What is to happen, by its time, and the clock that follows it. A heap: a million things happen in a run. */
export class Agenda {
  now = 0;
  #events: Event[] = [];
  #order = 0;

  after(ms: number, happen: () => void): void {
    this.#order += 1;
    const event = { at: this.now + ms, order: this.#order, happen };
    const heap = this.#events;
    let place = heap.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(event, parent)) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = event;
  }

  run(untilMs: number): void {
    for (;;) {
      const next = this.#pop();
      if (next === undefined || next.at > untilMs) return;
      this.now = next.at;
      next.happen();
    }
  }

  #pop(): Event | undefined {
    const heap = this.#events;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      const left = heap[below];
      const right = heap[below + 1];
      if (left === undefined) break;
      let child = left;
      if (right !== undefined && isBefore(right, left)) {
        below += 1;
        child = right;
      }
      if (!isBefore(child, last)) break;
      heap[place] = child;
      place = below;
    }
    heap[place] = last;
    return first;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
