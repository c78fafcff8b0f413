import type { ClientOptions } from './clients.js';
import type { Clock } from './clock.js';
import type { Fault } from './faults/fault.js';
import type { SettingsInput } from './settings.js';

/** How a sandbox is started; beside these, any of the settings. */
export interface SandboxOptions extends Partial<SettingsInput> {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any that is free. */
  readonly port?: number;
  /** Default one client, `sandbox` with the secret `sandbox-secret`. */
  readonly clients?: readonly ClientOptions[];
  readonly faults?: readonly Fault[];
  /** Makes uuids, latencies, activations and faults come the same again. Default: drawn anew, or the state file's. */
  readonly seed?: number;
  /** How many of the last calls are remembered one by one. Default 1,000. */
  readonly recentCalls?: number;
  /** How many of the last messages the mailbox keeps. Default 1,000. */
  readonly mailboxSize?: number;
  /**
   * Where browsers and webhook targets find the sandbox, if not where it listens (a container, a proxy). It is the
   * base of links, of the issuer and of the JWKS.
   */
  readonly publicUrl?: string;
  /** URLs that webhooks are sent to. Default none. */
  readonly webhookTargets?: readonly string[];
  /**
   * Where users, messages, settings and keys are kept over a restart; mode 0600. Written every few seconds and when
   * it is closed. Settings that are given here count more than those of the file. Default: kept nowhere.
   */
  readonly stateFile?: string;
  readonly clock?: Clock;
}
