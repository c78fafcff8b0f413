import type { Client } from '../clients.js';
import { httpException } from '../http/answer.js';
import type { BasicCredentials } from '../http/basic-authorization.js';
import type { Settings } from '../settings.js';
import type { World } from '../world.js';
import { type Checked, passed, refused } from './checked.js';

const MESSAGE: Record<Settings['refusedAuthorization'], string> = {
  400: 'Invalid authorization header',
  401: 'Unauthorized',
  403: 'Forbidden',
};

/**
 * The client that the Basic authorization belongs to.
 *
 * No page shows what pre-register answers to wrong credentials. response-code-users-find has 400 "Invalid
 * authorization header" for a wrong secret and a wrong client id alike; the setting `refusedAuthorization` has the
 * other two that a tenant might use.
 */
export function checkAuthorization(world: World, basic: BasicCredentials | null): Checked<Client> {
  const client = basic === null ? undefined : world.clients.get(basic.clientId);
  if (client === undefined || client.secret !== basic?.secret) {
    const status = world.settings.refusedAuthorization;
    return refused(httpException(status, MESSAGE[status]));
  }
  return passed(client);
}
