import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, Sandbox } from '../../../src/sandbox/index.js';
import type { FaultyNetwork } from '../network/faulty-network.js';
import {
  NETWORK_FAULT_KINDS,
  NETWORK_FAULTS,
  type NetworkFault,
  type NetworkFaultKind,
} from '../network/network-fault.js';
import type { Disturbance, DisturbanceKind, Target } from './disturbance.js';
import type { Importer } from './importer.js';
import type { RedisServer, Server } from './servers.js';
import type { Workers } from './workers.js';

export interface Surroundings {
  readonly postgres: Server;
  /** Null where PostgreSQL carries the queue. */
  readonly redis: RedisServer | null;
  readonly sandbox: Sandbox;
  readonly network: FaultyNetwork;
  /** Leaves out what takes half a minute to notice. */
  readonly isShort: boolean;
}

/** A process that starts may still meet what has just come back, for so long, in ms. */
const AFTERMATH_MS = 5_000;
const STORM_SHARE = 0.5;
/** A process is frozen longer than other things last, so that some are taken for dead, and find their calls made by others. */
const FROZEN_TIMES = 2;

/** Does to processes and to their surroundings what has been drawn; beside that, some calls go wrong all the time. */
export class Disturber {
  readonly #around: Surroundings;
  readonly #done: Partial<Record<DisturbanceKind, number>> = {};
  /** Servers that are away now: two of them may be. */
  #serversAway = 0;
  #troubledUntil = 0;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#sendEverydayFaults();
  }

  /** How often each was done. */
  get done(): Readonly<Partial<Record<DisturbanceKind, number>>> {
    return this.#done;
  }

  targets(): ReadonlySet<Target> {
    const targets: Target[] = ['worker', 'importer', 'postgres', 'vendor', 'network'];
    return new Set(this.#around.redis === null ? targets : [...targets, 'redis']);
  }

  /** Whether a server was away at any time since then, in ms since 1970. */
  wasTroubledSince(time: number): boolean {
    return this.#serversAway > 0 || time < this.#troubledUntil;
  }

  /** Nothing goes wrong from now on. */
  calm(): void {
    this.#around.sandbox.clearFaults();
    this.#around.network.clear();
  }

  /** Resolves when it is over, and everything is there again. */
  async disturb(
    { kind, lastsMs, which, fault }: Disturbance,
    { workers, importer }: { workers: Workers; importer: Importer },
  ): Promise<void> {
    const { postgres, redis, network } = this.#around;
    this.#done[kind] = (this.#done[kind] ?? 0) + 1;
    switch (kind) {
      case 'worker-killed':
        return workers.kill(which);
      case 'worker-stopped':
        return workers.stop(which);
      case 'worker-frozen':
        return workers.freeze(which, lastsMs * FROZEN_TIMES);
      case 'importer-killed':
        return importer.kill();
      case 'redis-killed':
        return this.#away(redis, 'at once', lastsMs);
      case 'redis-stopped':
        return this.#away(redis, 'in order', lastsMs);
      case 'redis-flushed':
        return redis?.flush();
      case 'postgres-stopped':
        return this.#away(postgres, 'in order', lastsMs);
      case 'postgres-crashed':
        return this.#away(postgres, 'at once', lastsMs);
      case 'vendor-500':
        return this.#vendor({ kind: '500' }, lastsMs);
      case 'vendor-429':
        return this.#vendor({ kind: '429' }, lastsMs);
      case 'network-down':
        await network.goDown();
        await pause(lastsMs);
        return network.comeUp();
      case 'network-cut':
        return network.cut();
      case 'network-storm':
        return this.#storm(fault, lastsMs);
    }
  }

  async #away(server: Server | null, how: 'in order' | 'at once', ms: number): Promise<void> {
    if (server === null) return;
    this.#serversAway += 1;
    await server.stop(how);
    await pause(ms);
    await server.start();
    this.#serversAway -= 1;
    this.#troubledUntil = Date.now() + AFTERMATH_MS;
  }

  async #vendor(fault: Fault, ms: number): Promise<void> {
    const { sandbox } = this.#around;
    sandbox.clearFaults();
    sandbox.addFaults(fault);
    await pause(ms);
    this.#sendEverydayFaults();
  }

  async #storm(kind: NetworkFaultKind, ms: number): Promise<void> {
    const { network } = this.#around;
    network.clear();
    network.add({ kind, share: STORM_SHARE });
    await pause(ms);
    this.#sendEverydayFaults();
  }

  #sendEverydayFaults(): void {
    const { sandbox, network, isShort } = this.#around;
    this.calm();
    sandbox.addFaults(isShort ? VENDOR : [...VENDOR, VENDOR_TOO_SLOW]);
    network.add(...NETWORK.filter(({ kind }) => !(isShort && NETWORK_FAULTS[kind].isSilent)));
  }
}

const VENDOR: readonly Fault[] = (
  ['500', 'reset-before', 'reset-after', 'malformed-body', 'missing-uuid'] as const
).map((kind) => ({ kind, share: 0.005 }));

/** Later than any call is waited for. */
const VENDOR_TOO_SLOW: Fault = { kind: 'slow', share: 0.0005, slowMs: 31_000 };

const NETWORK: readonly NetworkFault[] = NETWORK_FAULT_KINDS.map((kind) => ({
  kind,
  share: NETWORK_FAULTS[kind].isSilent ? 0.0003 : 0.003,
}));
