import type { Client } from '../clients.js';
import { httpException } from '../http/answer.js';
import type { World } from '../world.js';
import { type Checked, passed, refused } from './checked.js';

/** The client that `client_id` names; 403 "Forbidden" for one that is not known (response-codes-token and others). */
export function checkClientId(world: World, clientId: unknown): Checked<Client> {
  const client = typeof clientId === 'string' ? world.clients.get(clientId) : undefined;
  return client === undefined ? refused(httpException(403, 'Forbidden')) : passed(client);
}
