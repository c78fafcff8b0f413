import type { Pool } from 'pg';
import { run } from '../ledger/statement.js';
import { type Schedule, toleranceUs } from './schedule.js';

interface ReservedRow {
  nowUs: number;
  waitsUs: number[];
  nextUs: number;
}

/** The schedule of `budget` on PostgreSQL. Every reservation is one round trip, whatever the number of slots. */
export function postgresSchedule(pool: Pool, budget: string): Schedule {
  return {
    async reserve(slots, pace, lookaheadMs) {
      const values = [budget, slots, pace.intervalUs, pace.burst, lookaheadMs * 1_000];
      const [row] = await run<ReservedRow>(pool, 'reserve', values);
      if (row === undefined) throw new Error('Expected reserve_slots to return a row');
      const { nowUs, waitsUs, nextUs } = row;
      return {
        nowMs: nowUs / 1_000,
        waitsMs: waitsUs.map((us) => us / 1_000),
        nextMs: nextUs / 1_000,
      };
    },
    async hold(pauseMs, pace, { baseMs, capMs }, random) {
      const pauseUs = pauseMs === null ? null : pauseMs * 1_000;
      const values = [budget, pauseUs, baseMs * 1_000, capMs * 1_000, random, toleranceUs(pace)];
      const [row] = await run<{ heldUs: number }>(pool, 'hold', values);
      return (row?.heldUs ?? 0) / 1_000;
    },
  };
}
