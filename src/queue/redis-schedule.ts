import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster, Redis } from 'ioredis';
import { z } from 'zod';
import { PACKAGE_ROOT } from '../config/package-root.js';
import { type Schedule, toleranceUs } from './schedule.js';

const script = (name: string) =>
  readFileSync(join(PACKAGE_ROOT, 'src/queue/lua', `${name}.lua`), 'utf8');

const RESERVE_SLOTS = script('reserve-slots');
const HOLD_SLOTS = script('hold-slots');

const microseconds = z.coerce.number().transform((us) => us / 1_000);
const reservation = z.tuple([microseconds, microseconds], microseconds);

/** The schedule of `budget` on Redis. Every reservation is one round trip, whatever the number of slots. */
export function redisSchedule(redis: Redis | Cluster, budget: string): Schedule {
  const key = `{rollcall}:pace:${budget}`;
  return {
    async reserve(slots, pace, lookaheadMs) {
      const args = [slots, pace.intervalUs, pace.burst, lookaheadMs * 1_000];
      const [nowMs, nextMs, ...waitsMs] = reservation.parse(
        await redis.eval(RESERVE_SLOTS, 1, key, ...args),
      );
      return { nowMs, nextMs, waitsMs };
    },
    async hold(pauseMs, pace, { baseMs, capMs }, random) {
      const pause = pauseMs === null ? '' : pauseMs * 1_000;
      const args = [pause, baseMs * 1_000, capMs * 1_000, random, toleranceUs(pace)];
      return microseconds.parse(await redis.eval(HOLD_SLOTS, 1, key, ...args));
    },
  };
}
