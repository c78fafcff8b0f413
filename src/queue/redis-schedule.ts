import type { Cluster, Redis } from 'ioredis';
import { z } from 'zod';
import { redisScript } from './redis-script.js';
import { type Schedule, toleranceUs } from './schedule.js';

const reserveSlots = redisScript('reserve-slots');
const holdSlots = redisScript('hold-slots');
const learnPace = redisScript('learn-pace');

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
        await reserveSlots(redis, key, ...args),
      );
      return { nowMs, nextMs, waitsMs, calls, learnt };
    },
    async hold(pauseMs, pace, { baseMs, capMs, quietMs }, random) {
      const pause = pauseMs === null ? '' : pauseMs * 1_000;
      const [baseUs, capUs, quietUs] = [baseMs * 1_000, capMs * 1_000, quietMs * 1_000];
      const args = [pause, baseUs, capUs, random, toleranceUs(pace), quietUs];
      const [nowMs, lastsMs, isNew, calls, learnt] = holding.parse(
        await holdSlots(redis, key, ...args),
      );
      return { nowMs, lastsMs, isNew: isNew === '1', calls, learnt };
    },
    async learn(formerly, learnt) {
      return (await learnPace(redis, key, formerly ?? '', learnt)) === 1;
    },
  };
}
