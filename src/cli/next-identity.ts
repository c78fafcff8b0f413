import { connectClient } from '../../jobs/connect-client.js';
import { openPacer } from '../../jobs/open-pacer.js';
import { type ClientConfig, DEFAULT_LIMIT } from '../config/client-config.js';
import { listClients } from '../ledger/clients.js';
import type { NextIdentityClient } from '../next-identity/client.js';
import { RollcallError } from '../observe/rollcall-error.js';
import type { Session } from './session.js';

/** Has `work` speak with Next Identity as a configured client, within the budget that running workers share. */
export function asClient<Result>(
  session: Session,
  client: ClientConfig,
  work: (api: NextIdentityClient) => Promise<Result>,
): Promise<Result> {
  return connected(session, client, client.clientId, false, work);
}

/**
 * The same as the direct access client of that client's environment.
 *
 * @throws RollcallError `no_direct_access`
 */
export function asDirectAccess<Result>(
  session: Session,
  client: ClientConfig,
  work: (api: NextIdentityClient) => Promise<Result>,
): Promise<Result> {
  if (client.directAccess === null) {
    throw new RollcallError(
      'no_direct_access',
      `Client ${client.name} has no direct access client, and no other may look people up. Set NEXT_IDENTITY_DIRECT_CLIENT_ID and NEXT_IDENTITY_DIRECT_CLIENT_SECRET, or "directAccess" in rollcall.config.json.`,
    );
  }
  return connected(session, client, client.directAccess.clientId, true, work);
}

async function connected<Result>(
  session: Session,
  client: ClientConfig,
  clientId: string,
  isDirectAccess: boolean,
  work: (api: NextIdentityClient) => Promise<Result>,
): Promise<Result> {
  const { pool } = await session.ledger();
  const engine = await session.engine();
  const known = (await listClients(pool)).find(({ name }) => name === client.name);
  const limit = { ...DEFAULT_LIMIT, ...known, ...client.limit };
  const { log } = session;
  const pacer = openPacer(client, clientId, { pool, engine, log, limit: () => limit });
  const pace = () => pacer.turn();
  const api = connectClient(client, { connections: 1, pace, asDirectAccess: isDirectAccess });
  try {
    return await work(api);
  } finally {
    pacer.close();
    await api.close();
  }
}
