import type { Pool } from 'pg';
import type { ClientConfig } from '../config/client-config.js';
import { saveClient } from '../ledger/clients.js';
import { type KeySet, openKeySet } from '../next-identity/webhooks/key-set.js';
import { RollcallError } from '../observe/rollcall-error.js';
import type { Receiver } from './take-event.js';

/** The clients that events are taken for, and the connections to their tenants. */
export interface Receivers {
  readonly list: readonly Receiver[];
  close(): Promise<void>;
}

/**
 * Makes the clients with a webhook known to the ledger, and opens their tenants' keys: one set for each tenant, so that
 * clients that share one do not ask it twice.
 *
 * @throws RollcallError `no_webhook` where no client has one
 */
export async function openReceivers(
  pool: Pool,
  clients: readonly ClientConfig[],
): Promise<Receivers> {
  const keySets = new Map<string, KeySet>();
  const list: Receiver[] = [];
  for (const client of clients) {
    const { activation, allowPrivateAddresses } = client;
    const { webhook } = activation;
    if (webhook === null) continue;
    const source = JSON.stringify([webhook.jwksUri, allowPrivateAddresses]);
    const keys = keySets.get(source) ?? openKeySet(webhook.jwksUri, { allowPrivateAddresses });
    keySets.set(source, keys);
    list.push({ ...webhook, clientId: await saveClient(pool, client), name: client.name, keys });
  }
  if (list.length === 0) {
    throw new RollcallError(
      'no_webhook',
      'No client has a webhook, so there is nothing to listen for. Set activation.webhook.audience of a client in rollcall.config.json to the URL that Next Identity sends events to.',
    );
  }
  const close = async () => {
    await Promise.all([...keySets.values()].map((keys) => keys.close()));
  };
  return { list, close };
}
