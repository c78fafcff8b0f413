import type { Pool } from 'pg';
import type { ClientConfig } from '../src/config/client-config.js';
import { fixedPace, paceOf, type RateLimit } from '../src/invite/pace.js';
import type { Log } from '../src/observe/log.js';
import { budgetOf } from '../src/queue/budget.js';
import type { Engine } from '../src/queue/engine.js';
import { Pacer } from '../src/queue/pacer.js';
import { paceMemory } from './pace-memory.js';

export interface PacerTools {
  readonly pool: Pool;
  readonly engine: Engine;
  readonly log: Log;
  /** The limit as it is now. */
  limit(): RateLimit;
}

/** Longer than a first call takes, and short enough to be nothing beside a run that begins with an outage. */
const FIRST_ALONE_MS = 1_000;

/**
 * This process's pacer for one client id of a configured client. The caller closes it.
 *
 * @param clientId the client's own, or that of its direct access client, which has a budget of its own
 */
export function openPacer(
  { baseUrl, pace }: ClientConfig,
  clientId: string,
  { pool, engine, log, limit }: PacerTools,
): Pacer {
  const budget = budgetOf(baseUrl, clientId);
  const allowed = () => paceOf(limit());
  return new Pacer(
    engine.schedule(budget),
    pace === null ? allowed : () => fixedPace(allowed(), pace),
    Math.random,
    {
      isFixed: pace !== null,
      memory: paceMemory(pool, budget, log),
      firstAloneMs: FIRST_ALONE_MS,
    },
  );
}
