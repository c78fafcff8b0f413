import type { Pool } from 'pg';
import type { ClientConfig } from '../src/config/client-config.js';
import { paceOf } from '../src/invite/pace.js';
import type { ClientRecord } from '../src/ledger/clients.js';
import type { Log } from '../src/observe/log.js';
import { budgetOf } from '../src/queue/budget.js';
import type { Engine } from '../src/queue/engine.js';
import { Pacer } from '../src/queue/pacer.js';
import { connectClient } from './connect-client.js';
import { LookUp } from './look-up.js';
import { paceMemory } from './pace-memory.js';

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
  const { baseUrl, directAccess, openQuestions } = client;
  if (directAccess === null) return null;
  const budget = budgetOf(baseUrl, directAccess.clientId);
  const pacer = new Pacer(engine.schedule(budget), () => paceOf(record()), Math.random, {
    memory: paceMemory(pool, budget, log),
  });
  const pace = () => pacer.turn();
  const api = connectClient(client, { connections: CONNECTIONS, pace, asDirectAccess: true });
  const lookUp = new LookUp({
    findUsers: async (request) => {
      const found = await api.findUsers(request);
      pacer.passed();
      return found;
    },
    hold: (retryAfterMs) => pacer.hold(retryAfterMs),
    activatedWhen: openQuestions.activatedWhen,
    peopleAtOnce: openQuestions.usersFind.peopleAtOnce,
  });
  return { lookUp, pacer, api };
}
