import type { Pool } from 'pg';
import { run } from '../ledger/statement.js';
import { type Schedule, toleranceUs } from './schedule.js';

interface KnownRow {
  nowUs: number;
  calls: number;
  learnt: string | null;
}

interface ReservedRow extends KnownRow {
  waitsUs: number[];
  nextUs: number;
}

interface HeldRow extends KnownRow {
  lastsUs: number;
  isNew: boolean;
}

/** The schedule of `budget` on PostgreSQL. Every reservation is one round trip, whatever the number of slots. */
export function postgresSchedule(pool: Pool, budget: string): Schedule {
  return {
    async reserve(slots, pace, lookaheadMs) {
      const values = [budget, slots, pace.intervalUs, pace.burst, lookaheadMs * 1_000];
      const [row] = await run<ReservedRow>(pool, 'reserve', values);
      if (row === undefined) throw new Error('Expected reserve_slots to return a row');
      const { nowUs, waitsUs, nextUs, calls, learnt } = row;
      return {
        nowMs: nowUs / 1_000,
        waitsMs: waitsUs.map((us) => us / 1_000),
        nextMs: nextUs / 1_000,
        calls,
        learnt,
      };
    },
    async hold(pauseMs, pace, { baseMs, capMs, quietMs }, random) {
      const pauseUs = pauseMs === null ? null : pauseMs * 1_000;
      const [baseUs, capUs, quietUs] = [baseMs * 1_000, capMs * 1_000, quietMs * 1_000];
      const values = [budget, pauseUs, baseUs, capUs, random, toleranceUs(pace), quietUs];
      const [row] = await run<HeldRow>(pool, 'hold', values);
      if (row === undefined) throw new Error('Expected hold_slots to return a row');
      const { nowUs, lastsUs, isNew, calls, learnt } = row;
      return { nowMs: nowUs / 1_000, lastsMs: lastsUs / 1_000, isNew, calls, learnt };
    },
    async learn(formerly, learnt) {
      const [row] = await run<{ isWritten: boolean }>(pool, 'learn', [budget, formerly, learnt]);
      return row?.isWritten ?? false;
    },
  };
}
