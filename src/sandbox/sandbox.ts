import type { Account } from './account/account.js';
import type { CallRecord } from './account/recent-calls.js';
import type { ActivationRequest, ActivationResult } from './activation/activation-request.js';
import type { CodeRequest } from './control/issue-code.js';
import type { UserSeed } from './control/seed-users.js';
import type { Fault } from './faults/fault.js';
import type { FaultRecord } from './faults/fault-plan.js';
import type { MailboxQuery } from './messages/mailbox-query.js';
import type { MessageRecord } from './messages/message-record.js';
import type { Settings, SettingsInput } from './settings.js';
import type { IdentityRecord, UserRecord } from './users/user.js';
import type { WebhookReport } from './webhooks/webhooks.js';

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
  /**
   * Puts users there as if they had come before the first call. Gives how many are new.
   *
   * @throws RollcallError `SANDBOX_USERS_INVALID`
   */
  seedUsers(seeds: UserSeed | readonly UserSeed[]): number;
  /**
   * Lets people activate as if they had followed their links: by identifier, or a share of all, over time.
   *
   * @throws RollcallError `SANDBOX_ACTIVATION_INVALID`, `SANDBOX_USER_UNKNOWN`
   */
  activate(request: ActivationRequest): ActivationResult;
  /** The messages that were "sent" and are kept, the newest first. */
  mailbox(query?: MailboxQuery): MessageRecord[];
  /**
   * A code as the application would get it after the person signed in.
   *
   * @throws RollcallError `SANDBOX_CODE_INVALID`, `SANDBOX_USER_UNKNOWN`
   */
  issueCode(request: CodeRequest): string;
  /** How webhooks fare: counts, the last deliveries and the dead letters. */
  webhooks(): WebhookReport;
  /**
   * Where webhooks go from now on.
   *
   * @throws RollcallError `SANDBOX_TARGETS_INVALID`
   */
  setWebhookTargets(targets: readonly string[]): void;
  /** Signs with a new key from now on; the former ones stay published for a while. Gives the new `kid`. */
  rotateSigningKey(): Promise<string>;
  /** Forgets everything and starts as at first, with the settings and faults that it was started with. */
  reset(): void;
  /**
   * Stops at once: open connections are cut, pending answers are never sent, the state file is written.
   *
   * @throws RollcallError `SANDBOX_STATE_UNWRITABLE`
   */
  close(): Promise<void>;
}
