/** How long a comparison of the two clocks is believed, in ms: a change of the engine's time of day is forgotten by then. */
const MEMORY_MS = 10_000;

interface Comparison {
  readonly takenAt: number;
  readonly difference: number;
}

/**
 * Tells what the engine's clock means in this process's. An answer takes a while to come, and longer still where the process
 * is busy, so of the latest comparisons the one with the smallest difference is nearest to the truth. Without it every slot
 * would shift by the delay of its answer, and slots of different reservations would fall together.
 */
export class EngineClock {
  #comparisons: Comparison[] = [];

  /**
   * @param engineMs the engine's clock as it has just told it, ms since 1970
   * @returns the same moment in ms by `performance.now()`
   */
  toLocal(engineMs: number): number {
    const takenAt = performance.now();
    this.#comparisons.push({ takenAt, difference: takenAt - engineMs });
    this.#comparisons = this.#comparisons.filter(
      (comparison) => takenAt - comparison.takenAt < MEMORY_MS,
    );
    return engineMs + Math.min(...this.#comparisons.map(({ difference }) => difference));
  }
}
