import { type Random, seededRandom } from '../random.js';
import type { Fault } from './fault.js';

interface Planned {
  readonly fault: Fault;
  readonly random: Random;
  readonly startsAt: number;
  readonly endsAt: number;
  seen: number;
  met: number;
}

/** A fault and how many calls it has met. */
export interface FaultRecord extends Fault {
  readonly met: number;
}

/**
 * Decides which calls go wrong. The same seed, faults and order of calls give the same decisions.
 *
 * Each fault draws from numbers of its own, so that adding a second does not move the first.
 */
export class FaultPlan {
  readonly #seed: number;
  #planned: Planned[] = [];
  #added = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Adds a fault; its times count from `now`. */
  add(fault: Fault, now: number): void {
    const startsAt = now + (fault.startInMs ?? 0);
    const endsAt = startsAt + (fault.durationMs ?? Number.POSITIVE_INFINITY);
    const random = seededRandom(this.#seed, `fault ${this.#added}`);
    this.#planned.push({ fault, random, startsAt, endsAt, seen: 0, met: 0 });
    this.#added += 1;
  }

  clear(): void {
    this.#planned = [];
  }

  list(): FaultRecord[] {
    return this.#planned.map(({ fault, met }) => ({ ...fault, met }));
  }

  /** The fault that this call meets: the first of those added that applies and whose share is drawn. */
  pick(endpoint: string, now: number): Fault | null {
    for (const planned of this.#planned) {
      if (meets(planned, endpoint, now)) return planned.fault;
    }
    return null;
  }
}

function meets(planned: Planned, endpoint: string, now: number): boolean {
  const { fault } = planned;
  if (fault.endpoint !== undefined && fault.endpoint !== endpoint) return false;
  if (now < planned.startsAt || now >= planned.endsAt) return false;
  if (fault.count !== undefined && planned.met >= fault.count) return false;
  planned.seen += 1;
  if (planned.seen <= (fault.afterCalls ?? 0)) return false;
  if (fault.share !== undefined && planned.random() >= fault.share) return false;
  planned.met += 1;
  return true;
}
