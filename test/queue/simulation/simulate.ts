import { adapted, type Learnt, learn } from '../../../src/invite/adaptive-pace.js';
import type { Pace } from '../../../src/invite/pace.js';
import type { Limiter } from '../../../src/sandbox/limits/token-bucket.js';
import { seededRandom } from '../../../src/sandbox/random.js';
import { MemorySchedule } from '../memory-schedule.js';
import { Agenda } from './agenda.js';

/** A world without real time: a limiter, some processes, their schedule, and perhaps another application. */
export interface World {
  /** The limiter in force, asked at every call, with the time in ms. */
  limiter(at: number): Limiter;
  readonly pace: Pace;
  readonly processes: number;
  readonly lastsMs: number;
  /** Whether the server names a `Retry-After`, in whole seconds, rounded up. */
  readonly namesRetryAfter?: boolean;
  /** Whether 429s teach anything. */
  readonly isAdaptive?: boolean;
  /** Calls per second of the other application at a time. It makes them evenly, whatever it is answered. */
  other?(at: number): number;
  /** When the processes are started anew with an empty engine, knowing what the ledger keeps. */
  readonly restartsAt?: number;
  /** How long answers take, ms. */
  readonly latencyMs?: { readonly from: number; readonly to: number };
  readonly seed?: number;
}

/** What the server saw of our calls. */
export interface Seen {
  /** Calls by the second in which they came. */
  readonly passed: number[];
  readonly refused: number[];
  /** What was known at the end. */
  learnt: Learnt | null;
}

/** What `src/queue/pacer.ts` does, in short. */
const LOOKAHEAD_MS = 400;
const NAP_MS = 2_000;
const JOBS = 50;
const LATENCY_MS = { from: 50, to: 300 };
const JITTER_MS = 50;
const ROUND_TRIP_MS = 1;
const POLICY = { baseMs: 1_000, capMs: 60_000 };

interface Process {
  free: number;
  isAsking: boolean;
  heldUntil: number;
  learnt: string | null;
  calls: number;
  hasPassed: boolean;
  /** When it got to know what it knows. */
  knownSince: number;
}

export function simulate(world: World): Seen {
  const random = seededRandom(world.seed ?? 1, 'simulation');
  const agenda = new Agenda();
  const seen: Seen = { passed: [], refused: [], learnt: null };
  const { processes, pace, isAdaptive = true, latencyMs = LATENCY_MS } = world;
  let schedule = new MemorySchedule(() => agenda.now);

  const texts = new Map<string, Learnt>();
  const known = ({ learnt }: { learnt: string | null }): Learnt | null => {
    if (learnt === null) return null;
    const found: Learnt = texts.get(learnt) ?? JSON.parse(learnt);
    texts.set(learnt, found);
    return found;
  };
  const paceOf = (process: Process) => adapted(pace, known(process), process.calls);

  const ask = (process: Process) => {
    if (process.isAsking) return;
    process.isAsking = true;
    agenda.after(ROUND_TRIP_MS, () => {
      const { waitsMs, nextMs, learnt, calls } = schedule.reserveNow(
        Math.min(process.free, 100),
        paceOf(process),
        LOOKAHEAD_MS,
      );
      if (learnt !== process.learnt) {
        Object.assign(process, { hasPassed: false, knownSince: agenda.now });
      }
      Object.assign(process, { learnt, calls });
      process.free -= waitsMs.length;
      for (const wait of waitsMs) {
        const at = agenda.now + wait;
        agenda.after(wait, () => start(process, at));
      }
      process.isAsking = false;
      if (process.free === 0) return;
      process.isAsking = true;
      agenda.after(Math.max(0, Math.min(nextMs - LOOKAHEAD_MS, NAP_MS)), () => {
        process.isAsking = false;
        if (process.free > 0) ask(process);
      });
    });
  };

  const free = (process: Process) => {
    process.free += 1;
    ask(process);
  };

  const start = (process: Process, at: number) => {
    if (at < process.heldUntil) {
      free(process);
      return;
    }
    const latency = latencyMs.from + random() * (latencyMs.to - latencyMs.from);
    const sentAt = agenda.now;
    agenda.after(random() * JITTER_MS, () => {
      const second = Math.floor(agenda.now / 1_000);
      const waitMs = world.limiter(agenda.now).take(agenda.now);
      const tally = waitMs === 0 ? seen.passed : seen.refused;
      tally[second] = (tally[second] ?? 0) + 1;
      agenda.after(latency, () => {
        if (waitMs > 0) refuse(process, waitMs, sentAt);
        else if (sentAt >= process.knownSince) process.hasPassed = true;
        free(process);
      });
    });
  };

  const refuse = (process: Process, waitMs: number, sentAt: number) => {
    const named = world.namesRetryAfter ?? true;
    const retryAfterMs = named ? Math.max(1, Math.ceil(waitMs / 1_000)) * 1_000 : null;
    const isLate = isAdaptive && sentAt < process.knownSince;
    if (isLate && retryAfterMs === null) return;
    const used = paceOf(process);
    const policy = { ...POLICY, quietMs: isAdaptive && process.hasPassed ? 0 : POLICY.capMs };
    const held = schedule.holdNow(retryAfterMs, used, policy, random());
    process.heldUntil = Math.max(process.heldUntil, agenda.now + held.lastsMs);
    if (!held.isNew || !isAdaptive || isLate) return;
    const { calls } = held;
    const { hasPassed } = process;
    const learnt = JSON.stringify(
      learn(known(held), { calls, retryAfterMs, hasPassed, at: held.nowMs }, pace),
    );
    schedule.learnNow(held.learnt, learnt);
    Object.assign(process, { learnt, calls: 0, hasPassed: false, knownSince: agenda.now });
  };

  const others = () => {
    const rate = world.other?.(agenda.now) ?? 0;
    if (rate > 0) world.limiter(agenda.now).take(agenda.now);
    agenda.after(rate > 0 ? 1_000 / rate : 100, others);
  };
  if (world.other !== undefined) others();

  for (let index = 0; index < processes; index += 1) {
    const process: Process = {
      free: JOBS,
      isAsking: false,
      heldUntil: 0,
      learnt: null,
      calls: 0,
      hasPassed: false,
      knownSince: 0,
    };
    agenda.after(index * 7, () => ask(process));
  }
  if (world.restartsAt !== undefined) {
    agenda.after(world.restartsAt, () => {
      const { learnt } = schedule;
      schedule = new MemorySchedule(() => agenda.now);
      if (learnt !== null) schedule.learnNow(null, learnt);
    });
  }
  agenda.run(world.lastsMs);
  seen.learnt = known(schedule);
  return seen;
}
