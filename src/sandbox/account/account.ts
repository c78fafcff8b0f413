import type { UserTotals } from '../users/user-directory.js';

/** What one endpoint received. */
export interface EndpointAccount {
  readonly calls: number;
  /** By HTTP status; `reset` and `client-gone` for calls without an answer. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
}

/** What one client id called, by the id that it claimed; calls of unknown clients are in the endpoints only. */
export interface ClientAccount {
  readonly calls: number;
  readonly rateLimited: number;
}

/** The sandbox's own account of everything that it received: the other side of the ledger's. */
export interface Account {
  readonly calls: number;
  /** Arrived, and not yet answered. */
  readonly inFlight: number;
  /** Answers 429, of a limit or of a fault. */
  readonly rateLimited: number;
  /** Milliseconds since 1970. */
  readonly firstCallAt: number | null;
  readonly lastCallAt: number | null;
  /** The most calls that arrived within any span of one second. */
  readonly peakPerSecond: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly endpoints: Readonly<Record<string, EndpointAccount>>;
  readonly clients: Readonly<Record<string, ClientAccount>>;
  readonly users: Readonly<UserTotals>;
}
