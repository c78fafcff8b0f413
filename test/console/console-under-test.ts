import { afterEach } from '@jest/globals';
import type { Pool } from 'pg';
import pino from 'pino';
import { type Dispatcher, request } from 'undici';
import type { ClientConfig, WebhookConfig } from '../../src/config/client-config.js';
import { openReceivers } from '../../src/console/open-receivers.js';
import { Refusals } from '../../src/console/refusals.js';
import { type ConsoleOptions, createConsole } from '../../src/console/server.js';
import { WEBHOOK_PATH } from '../../src/console/webhook-route.js';
import { recordEvent } from '../../src/ledger/events.js';
import { openLedgerBed } from '../ledger/ledger-bed.js';
import { clientConfig } from '../ledger/seed.js';
import { NOW } from '../next-identity/tenant.js';

const open: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  // The last first: the server still needs its ledger.
  for (const thing of open.splice(0).reverse()) await thing.close();
});

export function closedAfterTest<T extends { close(): Promise<unknown> }>(thing: T): T {
  open.push(thing);
  return thing;
}

/** A listening server with a ledger of its own, closed together. */
export interface ConsoleUnderTest {
  readonly pool: Pool;
  readonly url: string;
  /** What was logged, a parsed line each, after `refusals.flush()`. */
  readonly logged: Record<string, unknown>[];
  readonly refusals: Refusals;
  /** Sends a webhook; what it was answered. */
  post(body: string, options?: PostOptions): Promise<{ status: number; text: string }>;
  /** The events in the ledger, with the names of their clients. */
  events(): Promise<Record<string, unknown>[]>;
  /** Forgets all events and refusals so far. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export interface PostOptions {
  readonly method?: Dispatcher.HttpMethod;
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

/**
 * @param webhooks what is taken, by the names of the clients
 * @param port any that is free, if left out
 */
export async function openConsole(
  webhooks: Readonly<Record<string, WebhookConfig>>,
  options: Partial<Pick<ConsoleOptions, 'now' | 'record' | 'checkHealth'>> = {},
  port = 0,
): Promise<ConsoleUnderTest> {
  const bed = await openLedgerBed();
  const { pool } = bed;
  const clients = Object.entries(webhooks).map(
    ([name, webhook]): ClientConfig => clientConfig({ name, activation: { webhook, list: false } }),
  );
  const receivers = await openReceivers(pool, clients);
  const logged: Record<string, unknown>[] = [];
  const log = pino({ base: null }, { write: (line) => logged.push(JSON.parse(line)) });
  const refusals = new Refusals(log);
  const app = createConsole({
    receivers: receivers.list,
    record: (event) => recordEvent(pool, event),
    checkHealth: () => pool.query('SELECT'),
    refusals,
    now: () => NOW,
    ...options,
  });
  const url = await app.listen({ host: '127.0.0.1', port });
  return {
    pool,
    url,
    logged,
    refusals,
    async post(sent, { method = 'POST', path = WEBHOOK_PATH, headers = {} } = {}) {
      const body = method === 'GET' || method === 'HEAD' ? null : sent;
      const answer = await request(`${url}${path}`, { method, headers, body });
      return { status: answer.statusCode, text: await answer.body.text() };
    },
    async events() {
      const { rows } = await pool.query(
        'SELECT client.name AS client, jti, type, sub, issued_at, handled_at FROM event JOIN client ON client.id = client_id ORDER BY event.id',
      );
      return rows;
    },
    async clear() {
      await pool.query('TRUNCATE event');
      refusals.flush();
      logged.splice(0);
    },
    async close() {
      await app.close();
      await receivers.close();
      await bed.close();
    },
  };
}
