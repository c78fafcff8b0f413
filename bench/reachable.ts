import { newLimiter } from '../src/sandbox/limits/client-limits.js';
import { seededRandom } from '../src/sandbox/random.js';
import { type LimiterKind, rateLimitSetting } from './limiters.js';

/** A server behind a network that delays each call by another time. */
export interface JitteryServer {
  readonly limiter: Pick<LimiterKind, 'kind' | 'per' | 'burst'>;
  /** Calls a second that it lets through in the long run. */
  readonly rate: number;
  /** The longest delay in ms. */
  readonly jitterMs: number;
  /** Share of the rate that the sender may use. */
  readonly capacity: number;
}

const CALLS = 50_000;
const SLOWEST = 0.9;
const STEP = 0.01;

/**
 * The share of the limit that a sender can use at most that makes its calls evenly and obeys each `Retry-After` (whole
 * seconds, rounded up) as soon as the call is refused: slower than it may where that saves more pauses than it costs. The delays
 * put calls together, and with more of them than the server takes at once, one is refused, whoever sends them.
 */
export function reachableShare(server: JitteryServer): number {
  const shares: number[] = [];
  for (let slower = 1; slower >= SLOWEST; slower -= STEP) shares.push(shareAt(server, slower));
  return Math.max(...shares);
}

function shareAt({ limiter: kind, rate, jitterMs, capacity }: JitteryServer, slower: number) {
  const limiter = newLimiter(rateLimitSetting(kind, rate), 0);
  const random = seededRandom(1, 'reachable');
  const everyMs = 1_000 / (rate * capacity * slower);
  const onTheirWay: number[] = [];
  let [next, now, passed] = [0, 0, 0];
  while (passed < CALLS) {
    const [arrival = Number.POSITIVE_INFINITY] = onTheirWay;
    if (next <= arrival) {
      onTheirWay.push(next + random() * jitterMs);
      onTheirWay.sort((one, other) => one - other);
      next += everyMs;
      continue;
    }
    onTheirWay.shift();
    now = arrival;
    const waitMs = limiter.take(now);
    if (waitMs === 0) passed += 1;
    else next = Math.max(next, now + Math.ceil(waitMs / 1_000) * 1_000);
  }
  return passed / (now / 1_000) / rate;
}
