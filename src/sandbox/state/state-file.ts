import type { World } from '../world.js';
import { writeSnapshot } from './write-snapshot.js';

/** How often the state is written while it changes. */
const EVERY_MS = 3_000;
/** Writing may take at most one part in so many of the time: a million users take seconds to write. */
const REST = 10;

/**
 * Keeps a world in a file: every few seconds while it changes, and when the sandbox is closed. By the computer's own
 * time: a clock that stands still must not keep the state from being safe.
 */
export class StateFile {
  readonly #world: World;
  readonly #path: string;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #written = -1;
  #closed = false;

  private constructor(world: World, path: string) {
    this.#world = world;
    this.#path = path;
  }

  /**
   * Writes for the first time, so that a place that cannot be written to is known before anything is lost.
   *
   * @throws RollcallError `SANDBOX_STATE_UNWRITABLE`
   */
  static async open(world: World, path: string): Promise<StateFile> {
    const file = new StateFile(world, path);
    await file.#write();
    file.#schedule(EVERY_MS);
    return file;
  }

  /** Writes for the last time. @throws RollcallError `SANDBOX_STATE_UNWRITABLE` */
  async close(): Promise<void> {
    if (this.#closed) return this.#writing;
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#writing;
    this.#writing = writeSnapshot(this.#world, this.#path);
    await this.#writing;
  }

  #schedule(ms: number): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      const startedAt = performance.now();
      // What fails now, as on a full disk, is tried again, and reported by the last time.
      this.#writing = this.#write().catch(() => undefined);
      void this.#writing.then(() => {
        this.#schedule(Math.max(EVERY_MS, (performance.now() - startedAt) * REST));
      });
    }, ms);
    this.#timer.unref();
  }

  async #write(): Promise<void> {
    const { changes } = this.#world;
    if (changes === this.#written) return;
    await writeSnapshot(this.#world, this.#path);
    this.#written = changes;
  }
}
