import type { WebhookConfig } from '../config/client-config.js';
import type { NewEvent } from '../ledger/events.js';
import type { KeySet } from '../next-identity/webhooks/key-set.js';
import { type ReadToken, readToken } from '../next-identity/webhooks/read-token.js';
import { type Verdict, verifyEvent } from '../next-identity/webhooks/verify-event.js';
import type { Refusal } from './refusals.js';

/** A client that events are taken for. */
export interface Receiver extends WebhookConfig {
  /** Its id in the ledger. */
  readonly clientId: number;
  readonly name: string;
  /** The keys at `jwksUri`. */
  readonly keys: KeySet;
}

/** What became of a body: events that were believed, one for each client that the token is for, or a refusal. */
export type Taken =
  | { readonly kind: 'events'; readonly events: readonly NewEvent[] }
  | {
      readonly kind: 'refused';
      readonly code: Refusal;
      /** Whom the token claimed to be for. */
      readonly client: string | null;
      readonly cause?: unknown;
    };

/**
 * Takes the body of a webhook. Clients of one tenant may share a target, and a target may be shared by several tenants: which
 * of them a token is for is told by its issuer and audience, first as it claims, then verified for each.
 *
 * @param now ms since 1970
 */
export async function takeEvent(
  body: string,
  receivers: readonly Receiver[],
  now: number,
): Promise<Taken> {
  const token = readToken(body);
  if (typeof token === 'string') return { kind: 'refused', code: token, client: null };
  const addressed = receivers.filter((receiver) => isFor(token, receiver));
  const events: NewEvent[] = [];
  let refusal: Taken = { kind: 'refused', code: 'elsewhere', client: null };
  for (const receiver of addressed) {
    const { clientId, name, keys } = receiver;
    const verdict = await verifyEvent(token, receiver, keys, now);
    if (verdict.kind === 'event') events.push({ clientId, ...verdict.event });
    else refusal = refused(verdict, name);
  }
  return events.length > 0 ? { kind: 'events', events } : refusal;
}

function isFor({ claims }: ReadToken, { issuer, audience }: Receiver): boolean {
  return claims.iss === issuer && [claims.aud].flat().includes(audience);
}

function refused(verdict: Exclude<Verdict, { kind: 'event' }>, client: string): Taken {
  if (verdict.kind === 'refused') return { kind: 'refused', code: verdict.why, client };
  return { kind: 'refused', code: 'keys_unavailable', client, cause: verdict.cause };
}
