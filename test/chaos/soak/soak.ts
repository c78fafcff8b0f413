import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../../../src/sandbox/random.js';
import { type Comparison, compareAccounts, everybodyInvited } from '../../support/company.js';
import type { EngineKind } from '../../support/engines.js';
import { until } from '../../support/until.js';
import type { NetworkFaultKind } from '../network/network-fault.js';
import { type Disturbance, type DisturbanceKind, drawRound } from './disturbance.js';
import { Disturber } from './disturber.js';
import { countOpen, letTheDeadBeKnown } from './drain.js';
import { flatness, type Holding } from './flatness.js';
import type { Sample } from './hand.js';
import { Importer } from './importer.js';
import { Workers } from './workers.js';
import { openWorld } from './world.js';

export interface SoakOptions {
  readonly engine: EngineKind;
  /** Everything that is done, and its order, follows from it. What becomes of it does not: two processes never run the same twice. */
  readonly seed: number;
  /** The run ends after so much time, or so many rounds of disturbances. */
  readonly durationMs: number;
  readonly rounds: number;
  readonly workers: number;
  /** People in each roster. */
  readonly wave: number;
  /** How long one disturbance lasts at most, and the pause between two. */
  readonly longestMs: number;
  readonly longestPauseMs: number;
  /** Leaves out what takes half a minute to notice, and has the dead known sooner. */
  readonly isShort: boolean;
  readonly say: (line: string) => void;
}

export interface SoakReport {
  readonly people: number;
  readonly calls: number;
  /** Processes that worked. */
  readonly workers: number;
  readonly disturbances: Readonly<Partial<Record<DisturbanceKind, number>>>;
  /** Calls that went wrong in the network, and at Next Identity. */
  readonly network: Readonly<Partial<Record<NetworkFaultKind, number>>>;
  readonly vendor: Readonly<Record<string, number>>;
  readonly comparison: Comparison;
  readonly holding: Holding | null;
  /** What must not be; nothing, where all is well. */
  readonly complaints: readonly string[];
}

/** Everything that is at work settles within this time once nothing disturbs it any more. */
const DRAINED_WITHIN_MS = 20 * 60_000;
const SAMPLED_EVERY_MS = 1_000;
const TOLD_EVERY_MS = 60_000;

/**
 * Has real processes work at full speed, while everything around them goes wrong at random, and compares both sides'
 * accounts at the end.
 */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const { engine, seed, isShort, say } = options;
  const world = await openWorld(engine, seed);
  const { sandbox, network, databaseUrl } = world;
  const disturber = new Disturber({ ...world, isShort });
  const complaints: string[] = [];
  let isSound = false;
  const shared = {
    ...world,
    wasTroubledSince: (time: number) => disturber.wasTroubledSince(time),
    complain: (what: string) => {
      complaints.push(what);
      say(what);
    },
  };
  const workers = new Workers({ ...shared, count: options.workers });
  const created = () => sandbox.account().users.created;
  const importer = new Importer({ ...shared, wave: options.wave, created });

  const startedAt = Date.now();
  const tell = (what: string) => {
    say(`${((Date.now() - startedAt) / 1_000).toFixed(1)} s: ${what}`);
  };
  const samples: (Sample | null)[] = [];
  const sampling = setInterval(() => samples.push(workers.sampleFirst()), SAMPLED_EVERY_MS);
  const telling = setInterval(() => {
    const held = samples.at(-1)?.rssMb.toFixed(0) ?? '?';
    tell(`${importer.people} people, ${created()} created, ${held} MB in a worker`);
  }, TOLD_EVERY_MS);
  try {
    await disturb(options, disturber, { workers, importer }, tell);
    clearInterval(sampling);
    tell('nothing is disturbed any more');
    disturber.calm();
    await importer.close();
    await until(
      'everybody is accounted for',
      async () => {
        if (isShort) await letTheDeadBeKnown(databaseUrl);
        return (await countOpen(databaseUrl)) === 0;
      },
      DRAINED_WITHIN_MS,
    );
    tell('everybody is accounted for');
    await workers.close();
    const comparison = await compareAccounts(world);
    complaints.push(...differences(comparison, importer.people));
    const holding = flatness(samples);
    if (!isShort && holding !== null) complaints.push(...holding.complaints);
    isSound = complaints.length === 0;
    return {
      people: importer.people,
      calls: sandbox.account().calls,
      workers: workers.started,
      disturbances: disturber.done,
      network: network.met(),
      vendor: sandbox.account().faults,
      comparison,
      holding,
      complaints,
    };
  } finally {
    clearInterval(sampling);
    clearInterval(telling);
    await workers.abandon();
    await importer.abandon();
    await world.close(!isSound);
    if (!isSound) say(`What the processes said is in ${world.directory}`);
  }
}

/** Round after round, until the time is up. */
async function disturb(
  options: SoakOptions,
  disturber: Disturber,
  processes: { workers: Workers; importer: Importer },
  tell: (what: string) => void,
): Promise<void> {
  const random = seededRandom(options.seed, 'disturbances');
  const targets = disturber.targets();
  const endsAt = Date.now() + options.durationMs;
  for (let rounds = 0; rounds < options.rounds && Date.now() < endsAt; rounds += 1) {
    const { afterMs, disturbances } = drawRound({ random, targets, ...options });
    await pause(afterMs);
    tell(disturbances.map(inWords).join(', and '));
    await Promise.all(disturbances.map((one) => disturber.disturb(one, processes)));
  }
}

function differences(comparison: Comparison, people: number): string[] {
  const found = JSON.stringify(comparison);
  return found === JSON.stringify(everybodyInvited(people))
    ? []
    : [`Of ${people} people, both sides say: ${found}`];
}

function inWords({ kind, lastsMs, fault }: Disturbance): string {
  return kind === 'network-storm'
    ? `${kind} of ${fault} (${lastsMs} ms)`
    : `${kind} (${lastsMs} ms)`;
}
