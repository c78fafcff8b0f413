import type { Client } from '../clients.js';
import { httpException } from '../http/answer.js';
import type { ApiCall } from '../http/endpoint.js';
import type { World } from '../world.js';
import { type Checked, passed, refused } from './checked.js';

/**
 * The direct access client that calls: 400 "Invalid authorization header" for wrong credentials, 403 "Forbidden" for
 * a wrong `client_id` (response-code-users-find, response-code-users-update), and for a login client, with which
 * these calls do not work (docs page api-direct-database-calls). The setting `refusedAuthorization` is about
 * pre-register alone; here the status is documented.
 */
export function checkDirectAccess(
  world: World,
  { basic }: ApiCall,
  clientId: unknown,
): Checked<Client> {
  const client = basic === null ? undefined : world.clients.get(basic.clientId);
  if (client === undefined || client.secret !== basic?.secret) {
    return refused(httpException(400, 'Invalid authorization header'));
  }
  if (!client.directAccess || clientId !== client.clientId) {
    return refused(httpException(403, 'Forbidden'));
  }
  return passed(client);
}
