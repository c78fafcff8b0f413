import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Course, Disturbance } from './courses.js';
import { inDirectory } from './directory.js';
import { type EngineKind, environmentOf, invitePeople } from './invite-people.js';
import { type LimiterKind, limitText, sandboxArguments } from './limiters.js';
import { type CarriedCall, startNetwork, targetOf } from './network.js';
import { startNginx } from './nginx.js';
import { startServer } from './server.js';

/** One line of the table. */
export interface PaceCase {
  readonly limiter: LimiterKind;
  /** Calls a second that the server allows. */
  readonly rate: number;
  /** Rollcall is told so many times the real limit. */
  readonly told: number;
  readonly course: Course;
  readonly processes: number;
  readonly engine: EngineKind;
  readonly capacity: number;
  /** How long a run lasts at the pace that Rollcall is told. */
  readonly seconds: number;
}

export const paceResult = z.object({
  rows: z.number(),
  /** From the first call that counts to the last, as they arrived, without the time in which none counts. */
  seconds: z.number(),
  calls: z.number(),
  answered429: z.number(),
  /** Calls a second that were let through. */
  callsPerSecond: z.number(),
  /** The same as a share of what the server allows, and of what Rollcall may use of it. */
  shareOfLimit: z.number(),
  shareOfPace: z.number(),
  /** Runs that shared the machine, this one included. */
  atOnce: z.number(),
});
export type PaceResult = z.infer<typeof paceResult>;

/** The longest delay of a call on its way. */
export const JITTER_MS = 50;
const LATENCY = '50-300';
/** What a limit may cost that is simply wrong, or that is higher than it was. */
const LEARNING_MS = 60_000;
const LOOK_EVERY_MS = 50;

/**
 * Invites as many people as the pace allows in the time, over a network that delays each call by up to 50 ms and through a
 * server that answers within 50 to 300 ms, both in processes of their own.
 *
 * @throws where anybody is missing, was invited twice, or has another uuid here than there
 */
export function benchPace(
  paceCase: PaceCase,
  redisUrl: string,
): Promise<Omit<PaceResult, 'atOnce'>> {
  const { limiter, rate, told, course, processes, engine, capacity, seconds } = paceCase;
  const rows = Math.max(2, Math.round(rate * capacity * seconds * course.room));
  return inDirectory(async (directory) => {
    const limits = sandboxArguments(limiter, rate);
    const server = await startServer([...limits, '--latency', LATENCY], {}, directory);
    const stops = [() => server.stop()];
    try {
      const target = targetOf(server.url);
      const nginx =
        limiter.kind === null
          ? await startNginx(server.url, { ...limiter, rate }, directory)
          : null;
      if (nginx !== null) stops.unshift(() => nginx.stop());
      const network = await startNetwork({ target: nginx ?? target, jitterMs: JITTER_MS });
      stops.unshift(() => network.stop());
      const { burst, per } = limiter;
      const limit = limitText(per, rate * told);
      const { url } = network;
      const environment = environmentOf({ url, engine, redisUrl, limit, burst, capacity });
      const invitation = { server, environment, directory, processes };
      if (course.isGoneOn) await invitePeople({ ...invitation, rows });
      const before = (await network.calls()).length;
      let disturbance: Disturbance | null = null;
      const meanwhile = async () => {
        while ((await network.calls()).length === before) await pause(LOOK_EVERY_MS);
        disturbance = await course.play({
          server,
          limiter,
          rate,
          quarterMs: (seconds * 1_000) / 4,
        });
      };
      // Whom the first half has invited is known, and not invited again.
      await invitePeople({ ...invitation, rows: course.isGoneOn ? 2 * rows : rows, meanwhile });
      const arrived = (await network.calls()).slice(before);
      const counted = told > 1 && !course.isGoneOn ? afterLearning(arrived) : arrived;
      return { rows, ...figuresOf(counted, { rate, capacity, disturbance }) };
    } finally {
      for (const stop of stops) await stop();
    }
  });
}

/** The calls after the time in which a wrong limit is learnt. */
function afterLearning(calls: readonly CarriedCall[]): readonly CarriedCall[] {
  const from = (calls[0]?.at ?? 0) + LEARNING_MS;
  return calls.filter(({ at }) => at >= from);
}

/** The calls but those of the time in which it is found out that a limit is what it was before, and how long that was, in s. */
function undisturbed(arrived: readonly CarriedCall[], disturbance: Disturbance | null) {
  if (disturbance === null) return { calls: arrived, leftOut: 0 };
  const from = disturbance.endedAt;
  const to = Math.min(from + LEARNING_MS, arrived.at(-1)?.at ?? from);
  const calls = arrived.filter(({ at }) => at < from || at >= to);
  return { calls, leftOut: Math.max(0, to - from) / 1_000 };
}

/** What the calls come to; of a disturbance, the minute after it is left out. */
export function figuresOf(
  arrived: readonly CarriedCall[],
  limit: {
    readonly rate: number;
    readonly capacity: number;
    readonly disturbance: Disturbance | null;
  },
) {
  const { calls, leftOut } = undisturbed(arrived, limit.disturbance);
  const [first, last] = [calls[0], calls.at(-1)];
  if (first === undefined || last === undefined) throw new Error('Expected calls');
  const seconds = (last.at - first.at) / 1_000 - leftOut;
  const answered429 = calls.filter(({ status }) => status === 429).length;
  // Between n calls there are n − 1 intervals.
  const passed = calls.length - answered429 - 1;
  const shareOfLimit = passed / (seconds * limit.rate - (limit.disturbance?.missing ?? 0));
  return {
    seconds,
    calls: calls.length,
    answered429,
    callsPerSecond: passed / seconds,
    shareOfLimit,
    shareOfPace: shareOfLimit / limit.capacity,
  };
}
