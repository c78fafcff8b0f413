import type { Engine } from './engine.js';
import { RegularQueue } from './regular-queue.js';

/** How often the sweep runs, in ms, whatever the number of processes. */
const EVERY_MS = 5_000;

/** The schedule of the sweep, one for all processes. */
export class SweepQueue extends RegularQueue {
  constructor(engine: Engine) {
    super(engine, 'sweep', EVERY_MS);
  }
}
