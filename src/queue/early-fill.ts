/** Tops the queue up beside an import, so that the first people are called while the file is still being read. */
export class EarlyFill {
  readonly #fill: () => Promise<number>;
  readonly #window: number;
  #added = 0;
  #running: Promise<void> | null = null;

  /**
   * @param fill `fillQueue` of the client; gives the number of jobs added
   * @param window jobs that the client may have in the queue
   */
  constructor(fill: () => Promise<number>, window: number) {
    this.#fill = fill;
    this.#window = window;
  }

  /**
   * Fills unless that is under way. After a window's worth it no longer does: the workers' sweep tops up what they take, and
   * a full queue need not be counted after every set. What a failed fill did not add, the next one does.
   */
  start(): void {
    if (this.#running !== null || this.#added >= this.#window) return;
    this.#running = this.#run();
  }

  /** Waits for the fill that is under way. */
  async end(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      this.#added += await this.#fill();
    } catch {
      // The import's last fill reports what is still wrong then.
    } finally {
      this.#running = null;
    }
  }
}
