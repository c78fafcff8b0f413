import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startSandbox } from '../../../src/sandbox/index.js';
import { seededRandom } from '../../../src/sandbox/random.js';
import { type Comparison, compareAccounts, everybodyInvited } from '../../support/company.js';
import { type EngineKind, redisUrlFor } from '../../support/engines.js';
import { until } from '../../support/until.js';
import { openFaultyNetwork } from '../network/faulty-network.js';
import type { NetworkFaultKind } from '../network/network-fault.js';
import { type Disturbance, type DisturbanceKind, drawRound } from './disturbance.js';
import { Disturber } from './disturber.js';
import { countOpen, letTheDeadBeKnown } from './drain.js';
import { flatness, type Holding } from './flatness.js';
import { Importer } from './importer.js';
import { ownPostgres, ownRedis } from './servers.js';
import { Workers } from './workers.js';

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
  const { engine, seed, durationMs, isShort, say } = options;
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-soak-'));
  const postgres = await ownPostgres();
  const redis = engine === 'redis' ? await ownRedis() : null;
  // One whose program is not on this machine cannot be made to go away.
  const redisUrl = redis?.url ?? redisUrlFor(engine);
  const sandbox = await startSandbox({
    seed,
    latencyMs: { min: 5, max: 60 },
    recentCalls: 1,
    mailboxSize: 1,
  });
  const network = await openFaultyNetwork({ target: sandbox.url, seed, jitterMs: 20 });
  const disturber = new Disturber({ postgres, redis, sandbox, network, isShort });

  const complaints: string[] = [];
  const complain = (what: string) => {
    complaints.push(what);
    say(what);
  };
  const environment = {
    DATABASE_URL: postgres.url,
    ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
    NEXT_IDENTITY_BASE_URL: network.url,
    NEXT_IDENTITY_CLIENT_ID: 'sandbox',
    NEXT_IDENTITY_CLIENT_SECRET: 'sandbox-secret',
    NEXT_IDENTITY_REDIRECT_URI: 'https://app.example/welcome',
    ROLLCALL_RATE_LIMIT: '200 per second',
    ROLLCALL_BURST: '20',
  };
  const wasTroubledSince = (time: number) => disturber.wasTroubledSince(time);
  const shared = { environment, directory, wasTroubledSince, complain };
  const workers = new Workers({ ...shared, count: options.workers });
  const created = () => sandbox.account().users.created;
  const importer = new Importer({ ...shared, wave: options.wave, created });

  const startedAt = Date.now();
  const elapsed = () => `${((Date.now() - startedAt) / 1_000).toFixed(1)} s`;
  const samples: ReturnType<Workers['sampleFirst']>[] = [];
  const sampling = setInterval(() => samples.push(workers.sampleFirst()), SAMPLED_EVERY_MS);
  const tell = () => {
    const mb = samples.at(-1)?.rssMb.toFixed(0);
    say(`${elapsed()}: ${importer.people} people, ${created()} created, ${mb} MB in a worker`);
  };
  const telling = setInterval(tell, TOLD_EVERY_MS);
  const targets = disturber.targets();
  const random = seededRandom(seed, 'disturbances');
  try {
    for (
      let rounds = 0;
      rounds < options.rounds && Date.now() - startedAt < durationMs;
      rounds += 1
    ) {
      const round = drawRound({ random, targets, ...options });
      await pause(round.afterMs);
      say(`${elapsed()}: ${round.disturbances.map(inWords).join(', and ')}`);
      await Promise.all(
        round.disturbances.map((one) => disturber.disturb(one, { workers, importer })),
      );
    }
    clearInterval(sampling);
    say(`${elapsed()}: nothing is disturbed any more`);
    disturber.calm();
    await importer.close();
    await until(
      'everybody is accounted for',
      async () => {
        if (isShort) await letTheDeadBeKnown(postgres.url);
        return (await countOpen(postgres.url)) === 0;
      },
      DRAINED_WITHIN_MS,
    );
    say(`${elapsed()}: everybody is accounted for`);
    await workers.close();
    const comparison = await compareAccounts({ sandbox, databaseUrl: postgres.url });
    const holding = flatness(samples);
    complaints.push(...differences(comparison, importer.people));
    if (!isShort && holding !== null) complaints.push(...holding.complaints);
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
    await network.close();
    await sandbox.close();
    await redis?.close();
    await postgres.close();
    if (complaints.length === 0) rmSync(directory, { recursive: true, force: true });
    else say(`What the processes said is in ${directory}`);
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
