import type { FaultKind } from '../faults/fault.js';
import type { Account, ClientAccount, EndpointAccount } from './account.js';
import { Peak } from './peak.js';
import { type CallRecord, RecentCalls } from './recent-calls.js';

/** A call that has arrived; `end` it exactly once. */
export interface OpenCall {
  readonly number: number;
  readonly at: number;
  readonly endpoint: string;
  readonly clientId: string | null;
}

interface Tally {
  calls: number;
  readonly statuses: Map<string, number>;
  readonly faults: Map<string, number>;
}

/** Counts calls as they come and go. A few map look-ups for each, and no memory that grows with their number. */
export class Bookkeeper {
  readonly #endpoints = new Map<string, Tally>();
  readonly #clients = new Map<string, { calls: number; rateLimited: number }>();
  readonly #peak = new Peak();
  readonly #recent: RecentCalls;
  #calls = 0;
  #ended = 0;
  #firstCallAt: number | null = null;
  #lastCallAt: number | null = null;

  /** @param recentCalls how many of the last calls are remembered one by one */
  constructor(recentCalls: number) {
    this.#recent = new RecentCalls(recentCalls);
  }

  begin(endpoint: string, clientId: string | null, now: number): OpenCall {
    this.#calls += 1;
    this.#firstCallAt ??= now;
    this.#lastCallAt = now;
    this.#peak.add(now);
    this.#tally(endpoint).calls += 1;
    if (clientId !== null) this.#client(clientId).calls += 1;
    return { number: this.#calls, at: now, endpoint, clientId };
  }

  end(call: OpenCall, status: string, fault: FaultKind | null, now: number): void {
    this.#ended += 1;
    const tally = this.#tally(call.endpoint);
    add(tally.statuses, status);
    if (fault !== null) add(tally.faults, fault);
    if (status === '429' && call.clientId !== null) this.#client(call.clientId).rateLimited += 1;
    const { number, at, endpoint, clientId } = call;
    this.#recent.add({ number, at, endpoint, clientId, status, fault, durationMs: now - at });
  }

  get calls(): number {
    return this.#calls;
  }

  recent(): CallRecord[] {
    return this.#recent.list();
  }

  /** Everything but the users, which the directory counts. */
  totals(): Omit<Account, 'users'> {
    const statuses = new Map<string, number>();
    const faults = new Map<string, number>();
    const endpoints: [string, EndpointAccount][] = [];
    for (const [name, tally] of this.#endpoints) {
      for (const [status, count] of tally.statuses) add(statuses, status, count);
      for (const [fault, count] of tally.faults) add(faults, fault, count);
      const of = {
        statuses: Object.fromEntries(tally.statuses),
        faults: Object.fromEntries(tally.faults),
      };
      endpoints.push([name, { calls: tally.calls, ...of }]);
    }
    const clients = [...this.#clients].map(([id, of]): [string, ClientAccount] => [id, { ...of }]);
    return {
      calls: this.#calls,
      inFlight: this.#calls - this.#ended,
      rateLimited: statuses.get('429') ?? 0,
      firstCallAt: this.#firstCallAt,
      lastCallAt: this.#lastCallAt,
      peakPerSecond: this.#peak.value,
      statuses: Object.fromEntries(statuses),
      faults: Object.fromEntries(faults),
      endpoints: Object.fromEntries(endpoints),
      clients: Object.fromEntries(clients),
    };
  }

  #tally(endpoint: string): Tally {
    let tally = this.#endpoints.get(endpoint);
    if (tally === undefined) {
      tally = { calls: 0, statuses: new Map(), faults: new Map() };
      this.#endpoints.set(endpoint, tally);
    }
    return tally;
  }

  #client(clientId: string): { calls: number; rateLimited: number } {
    let client = this.#clients.get(clientId);
    if (client === undefined) {
      client = { calls: 0, rateLimited: 0 };
      this.#clients.set(clientId, client);
    }
    return client;
  }
}

function add(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
