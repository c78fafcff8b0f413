import type { Random } from '../../../src/sandbox/random.js';
import { NETWORK_FAULTS, type NetworkFaultKind } from '../network/network-fault.js';

/** What a soak does to Rollcall and to everything around it, and to whom. Of one target only one thing is done at a time. */
const KINDS = {
  'worker-killed': 'worker',
  'worker-stopped': 'worker',
  'worker-frozen': 'worker',
  'importer-killed': 'importer',
  'redis-killed': 'redis',
  'redis-stopped': 'redis',
  'redis-flushed': 'redis',
  'postgres-stopped': 'postgres',
  'postgres-crashed': 'postgres',
  'vendor-500': 'vendor',
  'vendor-429': 'vendor',
  'network-down': 'network',
  'network-cut': 'network',
  'network-storm': 'network',
} as const;

export type DisturbanceKind = keyof typeof KINDS;
export type Target = (typeof KINDS)[DisturbanceKind];

export interface Disturbance {
  readonly kind: DisturbanceKind;
  readonly target: Target;
  /** How long it lasts, in ms. */
  readonly lastsMs: number;
  /** Which of several it meets, from 0 up to, not including, 1. */
  readonly which: number;
  /** What a storm in the network consists of. */
  readonly fault: NetworkFaultKind;
}

/** What is done next: after a pause, one thing, or several at once. */
export interface Round {
  readonly afterMs: number;
  readonly disturbances: readonly Disturbance[];
}

export interface RoundOptions {
  readonly random: Random;
  /** Targets that there are in this run. */
  readonly targets: ReadonlySet<Target>;
  readonly longestMs: number;
  readonly longestPauseMs: number;
}

const FAULTS = Object.keys(NETWORK_FAULTS) as readonly NetworkFaultKind[];
/** How many of the rounds are two things at once. */
const DOUBLE_SHARE = 0.25;

/** Draws the next round. The same random numbers give the same rounds, whatever becomes of the run. */
export function drawRound({ random, targets, longestMs, longestPauseMs }: RoundOptions): Round {
  const kinds = (Object.keys(KINDS) as DisturbanceKind[]).filter((kind) =>
    targets.has(KINDS[kind]),
  );
  const draw = (among: readonly DisturbanceKind[]): Disturbance => {
    const kind = oneOf(among, random());
    // Squared, so that most are short and some are long.
    const lastsMs = Math.round(random() ** 2 * longestMs);
    return { kind, target: KINDS[kind], lastsMs, which: random(), fault: oneOf(FAULTS, random()) };
  };
  const afterMs = Math.round(random() * longestPauseMs);
  const first = draw(kinds);
  if (random() >= DOUBLE_SHARE) return { afterMs, disturbances: [first] };
  const second = draw(kinds.filter((kind) => KINDS[kind] !== first.target));
  return { afterMs, disturbances: [first, second] };
}

/** One of a list, by a number from 0 up to, not including, 1. */
export function oneOf<Item>(items: readonly Item[], drawn: number): Item {
  const item = items[Math.floor(drawn * items.length)];
  if (item === undefined) throw new Error('Expected something to choose from');
  return item;
}
