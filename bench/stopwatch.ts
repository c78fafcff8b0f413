import { z } from 'zod';

/** What a process tells of its pass. */
export const passResult = z.object({
  rows: z.number(),
  seconds: z.number(),
  /** Largest resident set of the process that was seen while the watch ran, in bytes. */
  peakMemory: z.number(),
  /** Seconds that each tenth of the rows took; empty where the pass does not report its way. */
  tenths: z.array(z.number()),
  /** When it began, and when it had read the file to its end; ms since 1970. */
  startedAt: z.number(),
  endOfFileAt: z.number().nullable(),
});
export type PassResult = z.infer<typeof passResult>;

const TENTHS = 10;
const SAMPLE_MS = 20;

/** Takes the time and the memory of a pass over so many rows. */
export class Stopwatch {
  readonly #rows: number;
  /** When each tenth was reached; the first is the start. */
  readonly #marks: number[] = [];
  #startedAt = 0;
  #endOfFileAt: number | null = null;
  #stoppedAt = 0;
  #taken = 0;
  #peak = 0;
  #sampler: NodeJS.Timeout | undefined;

  constructor(rows: number) {
    this.#rows = rows;
  }

  start(): void {
    this.#startedAt = Date.now();
    this.#marks.push(performance.now());
    this.#sampler = setInterval(() => this.#sample(), SAMPLE_MS);
    this.#sample();
  }

  /** Told how many rows are done. */
  lap(rows: number): void {
    this.#sample();
    while (this.#marks.length <= TENTHS && rows >= (this.#rows / TENTHS) * this.#marks.length) {
      this.#marks.push(performance.now());
    }
  }

  noteEndOfFile(): void {
    this.#endOfFileAt = Date.now();
  }

  stop(rows: number): void {
    this.#stoppedAt = performance.now();
    this.#taken = rows;
    this.#sample();
    clearInterval(this.#sampler);
  }

  result(): PassResult {
    const [start = 0, ...ends] = this.#marks;
    return {
      rows: this.#taken,
      seconds: (this.#stoppedAt - start) / 1_000,
      peakMemory: this.#peak,
      tenths: ends.map((end, n) => (end - (this.#marks[n] ?? 0)) / 1_000),
      startedAt: this.#startedAt,
      endOfFileAt: this.#endOfFileAt,
    };
  }

  #sample(): void {
    this.#peak = Math.max(this.#peak, process.memoryUsage.rss());
  }
}
