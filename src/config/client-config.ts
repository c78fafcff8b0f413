import type { FixedPace, RateLimit } from '../invite/pace.js';
import type { ActivationWays, ResendPolicy } from '../invite/resend-policy.js';
import type { ConfiguredQuestions } from './open-questions.js';
import type { RosterSettings } from './roster-settings.js';
import type { Secret } from './secret.js';

/** One Next Identity client, complete and checked. */
export interface ClientConfig {
  /** The name that commands, queues and reports use. */
  readonly name: string;
  readonly baseUrl: string;
  /** Whether the base URL, and that of the tenant's keys, may lead to a private address. */
  readonly allowPrivateAddresses: boolean;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly redirectUri: string;
  readonly authType: 'email' | 'sms';
  readonly locale: string | null;
  /** What the configuration says of the limit; the ledger keeps the rest. */
  readonly limit: Partial<RateLimit>;
  /** The pace that is kept, whatever 429s would teach; null: it adapts itself. */
  readonly pace: FixedPace | null;
  /** The direct access client of the same environment; null where there is none. */
  readonly directAccess: { readonly clientId: string; readonly clientSecret: Secret } | null;
  /** How this tenant answers what the vendor's pages leave open. */
  readonly openQuestions: ConfiguredQuestions;
  /** When people are written to again; null: never, and nobody is given up. */
  readonly resend: ResendPolicy | null;
  readonly activation: ActivationConfig;
  /** How its rosters are read, as far as the configuration says so. */
  readonly roster: RosterSettings;
}

/** How it is learnt who has activated, beside asking through the direct access client. */
export interface ActivationConfig {
  readonly webhook: WebhookConfig | null;
  /** Whether the operator feeds in lists of people who have activated. */
  readonly list: boolean;
}

/** What an event from Next Identity has to be like to be believed, and what it means. */
export interface WebhookConfig {
  /** The URL that the events are sent to, as it stands in their `aud`. */
  readonly audience: string;
  /** The `iss` of the tenant. */
  readonly issuer: string;
  /** Where the tenant publishes its keys. */
  readonly jwksUri: string;
  /** Types of event that tell of an activation. */
  readonly events: readonly string[];
  /** Greatest age of an event in ms. */
  readonly maxAgeMs: number;
}

/** The ways by which this client's activations are learnt. */
export function waysOf({ activation, directAccess }: ClientConfig): ActivationWays {
  return {
    webhook: activation.webhook !== null,
    lookUp: directAccess !== null,
    list: activation.list,
  };
}

/** The same client at a pace that a command fixes; without one, at that of its configuration. */
export function atPace(client: ClientConfig, pace: FixedPace | undefined): ClientConfig {
  return pace === undefined ? client : { ...client, pace };
}

/** A client that nothing is said of: nobody is written to twice. */
export const NO_RESENDS: Pick<ClientConfig, 'resend' | 'activation'> = {
  resend: null,
  activation: { webhook: null, list: false },
};

/** What a client gets that has never been told its limit. Next Identity publishes no default, so this one is modest. */
export const DEFAULT_LIMIT: RateLimit = { calls: 600, perMs: 60_000, burst: 5, capacity: 0.95 };
