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
const LEARN_PACE = script('learn-pace');

const microseconds = z.coerce.number().transform((us) => us / 1_000);
const count = z.coerce.number();
const orNull = z.string().transform((text) => (text === '' ? null : text));
const reservation = z.tuple([microseconds, microseconds, count, orNull], microseconds);
const holding = z.tuple([microseconds, microseconds, z.enum(['0', '1']), count, orNull]);

/** The schedule of `budget` on Redis. Every reservation is one round trip, whatever the number of slots. */
export function redisSchedule(redis: Redis | Cluster, budget: string): Schedule {
  const key = `{rollcall}:pace:${budget}`;
  return {
    async reserve(slots, pace, lookaheadMs) {
      const args = [slots, pace.intervalUs, pace.burst, lookaheadMs * 1_000];
      const [nowMs, nextMs, calls, learnt, ...waitsMs] = reservation.parse(
        await redis.eval(RESERVE_SLOTS, 1, key, ...args),
      );
      return { nowMs, nextMs, waitsMs, calls, learnt };
    },
    async hold(pauseMs, pace, { baseMs, capMs, quietMs }, random) {
      const pause = pauseMs === null ? '' : pauseMs * 1_000;
      const [baseUs, capUs, quietUs] = [baseMs * 1_000, capMs * 1_000, quietMs * 1_000];
      const args = [pause, baseUs, capUs, random, toleranceUs(pace), quietUs];
      const [nowMs, lastsMs, isNew, calls, learnt] = holding.parse(
        await redis.eval(HOLD_SLOTS, 1, key, ...args),
      );
      return { nowMs, lastsMs, isNew: isNew === '1', calls, learnt };
    },
    async learn(formerly, learnt) {
      return (await redis.eval(LEARN_PACE, 1, key, formerly ?? '', learnt)) === 1;
    },
  };
}
