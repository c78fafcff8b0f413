import type { Account } from './account/account.js';
import type { CallRecord } from './account/recent-calls.js';
import type { Fault } from './faults/fault.js';
import type { FaultRecord } from './faults/fault-plan.js';
import type { Settings, SettingsInput } from './settings.js';
import type { IdentityRecord, UserRecord } from './users/user.js';

/** A running sandbox. What it offers here it offers over HTTP as well, under `/sandbox/`. */
export interface Sandbox {
  /** The base URL of the API, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** Everything that it received, counted. */
  account(): Account;
  /** The last calls, the oldest first, without bodies or identifiers. */
  recentCalls(): CallRecord[];
  /** Every identity that was called for, one for each client and user; read one by one. */
  identities(): Iterable<IdentityRecord>;
  /** The user with this identifier (any case, a number with its plus sign), or undefined. */
  user(identifier: string): UserRecord | undefined;
  settings(): Settings;
  /**
   * Changes the named settings while it runs.
   *
   * @throws RollcallError `SANDBOX_SETTINGS_INVALID`
   */
  configure(settings: Partial<SettingsInput>): void;
  /**
   * Makes calls go wrong from now on, beside the faults that are there already.
   *
   * @throws RollcallError `SANDBOX_FAULT_INVALID`
   */
  addFaults(faults: Fault | readonly Fault[]): void;
  faults(): FaultRecord[];
  clearFaults(): void;
  /** Forgets everything and starts as at first, with the settings and faults that it was started with. */
  reset(): void;
  /** Stops at once: open connections are cut, pending answers are never sent. */
  close(): Promise<void>;
}
