import type { Pool } from 'pg';
import type { ClientConfig } from '../src/config/client-config.js';
import type { ClientRecord } from '../src/ledger/clients.js';
import type { Log } from '../src/observe/log.js';
import type { Engine } from '../src/queue/engine.js';
import { connectClient } from './connect-client.js';
import { LookUp } from './look-up.js';
import { openPacer } from './open-pacer.js';

export interface LookUpTools {
  readonly pool: Pool;
  readonly engine: Engine;
  /** The client as the ledger has it now. */
  record(): ClientRecord;
  readonly log: Log;
}

/** One call tells of many people: a connection is enough. */
const CONNECTIONS = 1;

/**
 * Lets this process look people up as the direct access client of a configured client, within the budget of its own that a
 * client id has. Null where none is configured. The caller closes pacer and api.
 */
export function openLookUp(client: ClientConfig, { pool, engine, record, log }: LookUpTools) {
  const { directAccess, openQuestions } = client;
  if (directAccess === null) return null;
  const pacer = openPacer(client, directAccess.clientId, { pool, engine, log, limit: record });
  const pace = () => pacer.turn();
  const api = connectClient(client, { connections: CONNECTIONS, pace, asDirectAccess: true });
  const lookUp = new LookUp({
    findUsers: async (request) => {
      const sentAt = performance.now();
      const found = await api.findUsers(request);
      pacer.passed(sentAt);
      return found;
    },
    hold: (retryAfterMs) => pacer.hold(retryAfterMs),
    activatedWhen: openQuestions.activatedWhen,
    peopleAtOnce: openQuestions.usersFind.peopleAtOnce,
  });
  return { lookUp, pacer, api };
}
