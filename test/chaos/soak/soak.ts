import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Fault, startSandbox } from '../../../src/sandbox/index.js';
import { seededRandom } from '../../../src/sandbox/random.js';
import { type Comparison, compareAccounts, everybodyInvited } from '../../support/company.js';
import type { EngineKind } from '../../support/engines.js';
import { until } from '../../support/until.js';
import { openFaultyNetwork } from '../network/faulty-network.js';
import {
  NETWORK_FAULT_KINDS,
  NETWORK_FAULTS,
  type NetworkFault,
  type NetworkFaultKind,
} from '../network/network-fault.js';
import { type Disturbance, type DisturbanceKind, drawRound, type Target } from './disturbance.js';
import { countOpen, letTheDeadBeKnown } from './drain.js';
import { flatness, type Holding } from './flatness.js';
import { Importer } from './importer.js';
import { ownPostgres, ownRedis, type Server } from './servers.js';
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
/** A process that starts, or is at work, may still meet what has just come back. */
const AFTERMATH_MS = 5_000;
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
  if (engine === 'redis' && redis === null)
    throw new Error('Expected redis-server or valkey-server');
  const vendorFaults: Fault[] = [
    { kind: '500', share: 0.005 },
    { kind: 'reset-before', share: 0.005 },
    { kind: 'reset-after', share: 0.005 },
    { kind: 'malformed-body', share: 0.005 },
    { kind: 'missing-uuid', share: 0.005 },
    ...(isShort ? [] : [{ kind: 'slow' as const, share: 0.0005, slowMs: 31_000 }]),
  ];
  const sandbox = await startSandbox({
    seed,
    latencyMs: { min: 5, max: 60 },
    faults: vendorFaults,
    recentCalls: 1,
    mailboxSize: 1,
  });
  const network = await openFaultyNetwork({ target: sandbox.url, seed, jitterMs: 20 });
  const everyday: NetworkFault[] = NETWORK_FAULT_KINDS.filter(
    (kind) => !(isShort && NETWORK_FAULTS[kind].isSilent),
  ).map((kind) => ({ kind, share: NETWORK_FAULTS[kind].isSilent ? 0.0003 : 0.003 }));
  network.add(...everyday);

  const complaints: string[] = [];
  const complain = (what: string) => {
    complaints.push(what);
    say(what);
  };
  const disturbances: Partial<Record<DisturbanceKind, number>> = {};
  let troubledUntil = Date.now();
  const wasTroubledSince = (time: number) => time < troubledUntil;
  const environment = {
    DATABASE_URL: postgres.url,
    ...(redis === null ? {} : { REDIS_URL: redis.url }),
    NEXT_IDENTITY_BASE_URL: network.url,
    NEXT_IDENTITY_CLIENT_ID: 'sandbox',
    NEXT_IDENTITY_CLIENT_SECRET: 'sandbox-secret',
    NEXT_IDENTITY_REDIRECT_URI: 'https://app.example/welcome',
    ROLLCALL_RATE_LIMIT: '200 per second',
    ROLLCALL_BURST: '20',
  };
  const shared = { environment, directory, wasTroubledSince, complain };
  const workers = new Workers({ ...shared, count: options.workers });
  const created = () => sandbox.account().users.created;
  const importer = new Importer({ ...shared, wave: options.wave, created });

  /** A server is away for a while. */
  const away = async (server: Server | null, how: 'in order' | 'at once', ms: number) => {
    if (server === null) return;
    // Nobody knows beforehand how long it takes to come back.
    troubledUntil = Number.POSITIVE_INFINITY;
    await server.stop(how);
    await pause(ms);
    await server.start();
    troubledUntil = Date.now() + AFTERMATH_MS;
  };
  const storm = async (fault: NetworkFaultKind, ms: number) => {
    network.clear();
    network.add({ kind: fault, share: 0.5 }, ...everyday);
    await pause(ms);
    network.clear();
    network.add(...everyday);
  };
  const vendorFault = async (kind: '429' | '500', ms: number) => {
    sandbox.addFaults({ kind, durationMs: Math.max(ms, 1) });
    await pause(ms);
    sandbox.clearFaults();
    sandbox.addFaults(vendorFaults);
  };
  const carryOut = async ({ kind, lastsMs, which, fault }: Disturbance): Promise<void> => {
    disturbances[kind] = (disturbances[kind] ?? 0) + 1;
    switch (kind) {
      case 'worker-killed':
        return workers.kill(which);
      case 'worker-stopped':
        return workers.stop(which);
      case 'worker-frozen':
        return workers.freeze(which, lastsMs);
      case 'importer-killed':
        return importer.kill();
      case 'redis-killed':
        return away(redis, 'at once', lastsMs);
      case 'redis-stopped':
        return away(redis, 'in order', lastsMs);
      case 'redis-flushed':
        return redis?.flush();
      case 'postgres-stopped':
        return away(postgres, 'in order', lastsMs);
      case 'postgres-crashed':
        return away(postgres, 'at once', lastsMs);
      case 'vendor-500':
        return vendorFault('500', lastsMs);
      case 'vendor-429':
        return vendorFault('429', lastsMs);
      case 'network-down':
        await network.goDown();
        await pause(lastsMs);
        return network.comeUp();
      case 'network-cut':
        return network.cut();
      case 'network-storm':
        return storm(fault, lastsMs);
    }
  };

  const startedAt = Date.now();
  const elapsed = () => `${((Date.now() - startedAt) / 1_000).toFixed(1)} s`;
  const samples: ReturnType<Workers['sampleFirst']>[] = [];
  const sampling = setInterval(() => samples.push(workers.sampleFirst()), SAMPLED_EVERY_MS);
  const tell = () => {
    const mb = samples.at(-1)?.rssMb.toFixed(0);
    say(`${elapsed()}: ${importer.people} people, ${created()} created, ${mb} MB in a worker`);
  };
  const telling = setInterval(tell, TOLD_EVERY_MS);
  const targets = new Set<Target>(['worker', 'importer', 'postgres', 'vendor', 'network']);
  if (redis !== null) targets.add('redis');
  const random = seededRandom(seed, 'disturbances');
  try {
    for (
      let rounds = 0;
      rounds < options.rounds && Date.now() - startedAt < durationMs;
      rounds += 1
    ) {
      const round = drawRound({ random, targets, ...options });
      await pause(round.afterMs);
      const words = round.disturbances.map(({ kind, lastsMs, fault }) =>
        kind === 'network-storm'
          ? `${kind} of ${fault} for ${lastsMs} ms`
          : `${kind} (${lastsMs} ms)`,
      );
      say(`${elapsed()}: ${words.join(', and ')}`);
      await Promise.all(round.disturbances.map(carryOut));
    }
    clearInterval(sampling);
    say(`${elapsed()}: nothing is disturbed any more`);
    sandbox.clearFaults();
    network.clear();
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
      disturbances,
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
