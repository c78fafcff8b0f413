import type { RateLimit } from '../invite/pace.js';
import type { ConfiguredQuestions } from './open-questions.js';
import type { Secret } from './secret.js';

/** One Next Identity client, complete and checked. */
export interface ClientConfig {
  /** The name that commands, queues and reports use. */
  readonly name: string;
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly redirectUri: string;
  readonly authType: 'email' | 'sms';
  readonly locale: string | null;
  /** What the configuration says of the limit; the ledger keeps the rest. */
  readonly limit: Partial<RateLimit>;
  /** The direct access client of the same environment; null where there is none. */
  readonly directAccess: { readonly clientId: string; readonly clientSecret: Secret } | null;
  /** How this tenant answers what the vendor's pages leave open. */
  readonly openQuestions: ConfiguredQuestions;
}

/** What a client gets that has never been told its limit. Next Identity publishes no default, so this one is modest. */
export const DEFAULT_LIMIT: RateLimit = { calls: 600, perMs: 60_000, burst: 5, capacity: 0.95 };
