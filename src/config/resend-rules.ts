import type { OpenHours } from '../invite/open-hours.js';
import { fingerprint, type ResendPolicy } from '../invite/resend-policy.js';
import { type ClientConfig, waysOf } from './client-config.js';

/** By which rules a client's people are written to again. */
export interface ResendRules {
  /** As configured: its hours and its cool-down also hold for messages that an operator asks for. */
  readonly configured: ResendPolicy | null;
  /** The policy that writes to people by itself; null: none does, and nobody is given up. */
  readonly inForce: { readonly policy: ResendPolicy; readonly fingerprint: string } | null;
  /** The hours that first invitations respect; null: none. */
  readonly firstHours: OpenHours | null;
  /** Whether people are looked up before they are written to again or given up. */
  readonly isLookedUp: boolean;
  /** Types of event that tell of an activation: nobody is written to about whom one waits to be handled. */
  readonly activating: readonly string[];
}

/** Where nothing tells who has activated, a policy is in force only if it goes by time alone. */
export function resendRulesOf(client: ClientConfig): ResendRules {
  const { resend: configured } = client;
  const ways = waysOf(client);
  const isKnown = ways.webhook || ways.lookUp || ways.list;
  const isInForce = configured !== null && (isKnown || configured.byTimeAlone);
  return {
    configured,
    inForce: isInForce ? { policy: configured, fingerprint: fingerprint(configured) } : null,
    firstHours: configured?.holdFirst === true ? configured : null,
    isLookedUp: ways.lookUp,
    activating: client.activation.webhook?.events ?? [],
  };
}
