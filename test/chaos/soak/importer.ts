import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Environment } from '../../support/rollcall.js';
import { type Hand, startHand } from './hand.js';

export interface ImporterOptions {
  readonly environment: Environment;
  readonly directory: string;
  /** People in each roster. */
  readonly wave: number;
  /** People that have been created so far: the next roster comes when few are left to do. */
  readonly created: () => number;
  readonly wasTroubledSince: (time: number) => boolean;
  readonly complain: (what: string) => void;
}

const AGAIN_AFTER_MS = 300;

/** Takes one roster after the other in, each again and again until that has been done to its end. */
export class Importer {
  readonly #options: ImporterOptions;
  #hand: Hand | null = null;
  #isOver = false;
  #isAbandoned = false;
  #rosters = 0;
  #tries = 0;
  #running: Promise<void>;

  constructor(options: ImporterOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  /** People that have been taken in, or are about to be. */
  get people(): number {
    return this.#rosters * this.#options.wave;
  }

  async kill(): Promise<void> {
    const hand = this.#hand;
    if (hand === null || hand.end() !== null) return;
    hand.child.kill('SIGKILL');
    await hand.ended;
  }

  /** Takes the last roster in to its end, and no other. */
  async close(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  /** Ends at once, whatever is left to do. */
  async abandon(): Promise<void> {
    this.#isOver = true;
    this.#isAbandoned = true;
    await this.kill();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { wave, created } = this.#options;
    while (!this.#isOver) {
      this.#rosters += 1;
      await this.#takeIn(this.#writeRoster());
      while (!this.#isOver && this.people - created() > wave / 2) await pause(100);
    }
  }

  async #takeIn(roster: string): Promise<void> {
    const { environment, directory, wasTroubledSince, complain } = this.#options;
    for (;;) {
      const startedAt = Date.now();
      this.#tries += 1;
      this.#hand = startHand(
        `import-${this.#tries}`,
        ['import', roster, '--yes'],
        environment,
        directory,
      );
      const { code, signal } = await this.#hand.ended;
      if (code === 0 || this.#isAbandoned) return;
      if (signal === null && !wasTroubledSince(startedAt)) {
        complain(`${this.#hand.name} ended with ${code}:\n${this.#hand.output()}`);
        return;
      }
      await pause(AGAIN_AFTER_MS);
    }
  }

  #writeRoster(): string {
    const { directory, wave } = this.#options;
    const roster = this.#rosters;
    const rows = Array.from(
      { length: wave },
      (_, n) => `Ada,Number ${n},person${n}@roster${roster}.example`,
    );
    const path = join(directory, `people-${roster}.csv`);
    writeFileSync(path, `${['First name,Last name,Work email', ...rows].join('\n')}\n`);
    return path;
  }
}
