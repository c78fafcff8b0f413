import type { Client } from '../clients.js';
import type { World } from '../world.js';
import { isFormType, isJsonType } from './content-type.js';
import type { ApiCall } from './endpoint.js';

/**
 * The client that a call says it is of, for the account and the limit: by Basic authorization, by the access token,
 * or by `client_id` in the query or the body. Only pre-register and the direct calls come with a secret, and the
 * limit is kept by client id for all calls (rate-limiting-overview).
 */
export function claimedClient(world: World, call: ApiCall): Client | undefined {
  const clientId =
    call.basic?.clientId ?? ofToken(world, call) ?? call.query.client_id ?? ofBody(call);
  return typeof clientId === 'string' ? world.clients.get(clientId) : undefined;
}

function ofToken(world: World, { bearer }: ApiCall): string | undefined {
  if (bearer === null) return undefined;
  return world.grants.readAccessToken(bearer, world.settings, world.clock.now())?.clientId;
}

function ofBody({ body, contentType }: ApiCall): unknown {
  if (body === '') return undefined;
  if (isFormType(contentType)) return new URLSearchParams(body).get('client_id') ?? undefined;
  if (!isJsonType(contentType)) return undefined;
  try {
    return (JSON.parse(body) as { client_id?: unknown } | null)?.client_id;
  } catch {
    return undefined;
  }
}
