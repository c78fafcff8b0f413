import type { Pool } from 'pg';
import { loadConfig } from '../src/config/load.js';
import { saveClient } from '../src/ledger/clients.js';

/** A client in the ledger that nothing is sent for. */
export async function newClient(pool: Pool, directory: string) {
  const environment = {
    NEXT_IDENTITY_BASE_URL: 'https://id.example',
    NEXT_IDENTITY_CLIENT_ID: 'bench',
    NEXT_IDENTITY_CLIENT_SECRET: 'bench',
    NEXT_IDENTITY_REDIRECT_URI: 'https://app.example/welcome',
  };
  const [client] = loadConfig(environment, directory).clients;
  if (client === undefined) throw new Error('Expected the variables to describe a client');
  return { id: await saveClient(pool, client), name: client.name };
}
