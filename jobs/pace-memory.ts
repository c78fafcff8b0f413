import type { Pool } from 'pg';
import { keepPace, recallPace } from '../src/ledger/learnt-pace.js';
import type { Log } from '../src/observe/log.js';
import type { PaceMemory } from '../src/queue/learnt-rate.js';

/** Keeps in the ledger what was learnt of a budget's limit. Where that fails, calls go on, and it is learnt anew some day. */
export function paceMemory(pool: Pool, budget: string, log: Log): PaceMemory {
  return {
    recall: () =>
      recallPace(pool, budget).catch((err: unknown) => {
        log.warn({ err }, 'what was learnt of the limit could not be read');
        return null;
      }),
    keep: (learnt) =>
      keepPace(pool, budget, learnt).catch((err: unknown) => {
        log.warn({ err }, 'what was learnt of the limit could not be kept');
      }),
  };
}
