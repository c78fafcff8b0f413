import type { Pace } from './pace.js';

/**
 * What a client's 429s have taught about the rate that its server really takes. Rates are in calls per second, and not
 * shares of the configured limit, so that a changed configuration does not change what was learnt.
 */
export interface Learnt {
  /** The rate that is kept until more is tried. */
  readonly settled: number;
  /** The rate right after the last hold, from which it climbs to `settled`. */
  readonly start: number;
  /** The rate at which the server refused. */
  readonly refused: number;
  /** When it did, ms since 1970. People are told; nothing is reckoned with it. */
  readonly at: number;
  /** Refusals in a row, each soon after the hold before. */
  readonly row: number;
  /** Whether the server named so long a pause that a window must be used up, which is noticed late. */
  readonly isWindow: boolean;
  /** Times in a row that more was tried and refused. */
  readonly tries: number;
}

/** A refusal that began a hold. Those that come in while it lasts tell nothing more. */
export interface Refusal {
  /** Slots given since the hold before ended, or since ever. */
  readonly calls: number;
  /** How long the server asked to be left alone, in ms; null where it named no time. */
  readonly retryAfterMs: number | null;
  /** Whether any call has been let through since the hold before. */
  readonly hasPassed: boolean;
  /** Ms since 1970. */
  readonly at: number;
}

/** A span in seconds of calls, and in calls: whichever is longer, so that 100 calls per hour are not judged by three. */
interface Span {
  readonly seconds: number;
  readonly calls: number;
}

const CLIMB: Span = { seconds: 2, calls: 8 };
const STEADY: Span = { seconds: 36, calls: 100 };
const PROBE: Span = { seconds: 18, calls: 100 };
const PROBE_WINDOW: Span = { seconds: 90, calls: 100 };
/** So many tries are refused before the steady time grows: a limit that is simply wrong is not probed for ever. */
const PATIENT_TRIES = 5;
const LONGEST_STEADY = 10;

/** Refused at the full pace after so long a quiet is taken for chance: the network bunched some calls together. */
const QUIET: Span = { seconds: 10, calls: 100 };
const AT_ONCE: Span = { seconds: 2, calls: 4 };
const SOON: Span = { seconds: 10, calls: 20 };

/** A pause named by the server that is at least this long tells of a window that is used up, in ms. */
const WINDOW_MS = 5_000;

/** The limit cannot be this far off. */
const LEAST_SHARE = 0.02;

const callsIn = ({ seconds, calls }: Span, rate: number) => Math.max(seconds * rate, calls);
const fullRate = ({ intervalUs }: Pace) => 1e6 / intervalUs;

function steadyCalls({ tries }: Learnt, settled: number): number {
  const longer = Math.min(LONGEST_STEADY, 2 ** Math.max(0, tries - PATIENT_TRIES));
  return callsIn(STEADY, settled) * longer;
}

/**
 * The rate to call at, in calls per second, after so many calls since the last hold. After a hold it climbs to the settled
 * rate and stays there; then it tries more, by little at first and ever faster, up to the configured pace. It goes by calls
 * and not by time: who makes none learns nothing, and so begins in the morning as he ended in the evening.
 */
export function rateAt(learnt: Learnt | null, calls: number, pace: Pace): number {
  const full = fullRate(pace);
  if (learnt === null) return full;
  const settled = Math.min(full, learnt.settled);
  const start = Math.min(settled, learnt.start);
  const tried = calls - steadyCalls(learnt, settled);
  if (tried <= 0) return settled - (settled - start) * Math.exp(-calls / callsIn(CLIMB, settled));
  return Math.min(
    full,
    settled * Math.exp((tried / callsIn(learnt.isWindow ? PROBE_WINDOW : PROBE, settled)) ** 3),
  );
}

/** The configured pace, slowed down to what was learnt. */
export function adapted(pace: Pace, learnt: Learnt | null, calls: number): Pace {
  return { ...pace, intervalUs: Math.max(pace.intervalUs, 1e6 / rateAt(learnt, calls, pace)) };
}

/** Calls still to be made until more than the settled rate is tried; 0 where it is tried already. */
export function callsUntilMore(learnt: Learnt, calls: number, pace: Pace): number {
  return Math.max(0, steadyCalls(learnt, Math.min(fullRate(pace), learnt.settled)) - calls);
}

/** What is known after a refusal. */
export function learn(known: Learnt | null, refusal: Refusal, pace: Pace): Learnt {
  const { calls, at, retryAfterMs } = refusal;
  const full = fullRate(pace);
  const rate = rateAt(known, calls, pace);
  const least = full * LEAST_SHARE;
  const row = known !== null && calls < callsIn(SOON, rate) ? known.row + 1 : 1;
  const isUsedUp = retryAfterMs !== null && retryAfterMs >= WINDOW_MS;
  const to = (settled: number, start: number, tries = 0): Learnt => ({
    settled: Math.min(full, Math.max(least, settled)),
    start: Math.max(least, start),
    refused: rate,
    at,
    row,
    tries,
    isWindow: isUsedUp || known?.isWindow === true,
  });
  // Refused before anything was let through: an outage, or another's burst. No rate would have been slow enough.
  if (known !== null && !refusal.hasPassed) return { ...known, at };
  if (isUsedUp && known !== null) {
    const found =
      (0.98 * Math.max(0, calls - 1)) / (secondsFor(known, calls, pace) + retryAfterMs / 1_000);
    return to(Math.max(found, rate * 0.05), found);
  }
  const isFull = rate >= full * 0.999;
  if (isFull && (known === null || calls >= callsIn(QUIET, full))) return to(full, full * 0.95);
  if (calls < callsIn(AT_ONCE, rate) && row > 2) return to(rate * 0.8, rate * 0.5);
  if (calls < callsIn(SOON, rate)) return to(rate * 0.95, rate * 0.8);
  const settled = Math.min(full, known?.settled ?? full);
  if (known !== null && calls > steadyCalls(known, settled)) {
    const isFarAbove = rate > settled * 1.08;
    const found = isFarAbove ? Math.max(settled, (settled + rate * 0.96) / 2) : settled;
    return to(found, found * 0.94, found > settled * 1.1 ? 0 : known.tries + 1);
  }
  return to(rate * 0.985, rate * 0.95, known?.tries);
}

const STEPS = 100;

/** How long so many calls have taken, in seconds. */
function secondsFor(learnt: Learnt, calls: number, pace: Pace): number {
  let seconds = 0;
  for (let step = 0.5; step < STEPS; step += 1) {
    seconds += calls / STEPS / rateAt(learnt, (calls * step) / STEPS, pace);
  }
  return seconds;
}
