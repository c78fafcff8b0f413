import { TokenBucket } from '../src/sandbox/limits/token-bucket.js';
import { seededRandom } from '../src/sandbox/random.js';

/** A token bucket behind a network that delays each call by another time. */
export interface JitteryBucket {
  /** Calls a second that it lets through in the long run. */
  readonly rate: number;
  readonly burst: number;
  /** The longest delay in ms. */
  readonly jitterMs: number;
  /** Share of the rate that the sender may use. */
  readonly capacity: number;
}

const CALLS = 100_000;
/** What the bucket asks for with each refusal, `Retry-After` in whole seconds. */
const HOLD_SECONDS = 1;
const SLOWEST = 0.9;
const STEP = 0.01;

/**
 * The share of its pace that a sender can reach at most that makes its calls evenly and obeys each `Retry-After`: slower than
 * the pace where that saves more pauses than it costs. The delays put calls together, and with more of them than the bucket
 * holds, one is refused, whoever sends them.
 */
export function reachableShare(bucket: JitteryBucket): number {
  const shares: number[] = [];
  for (let slower = 1; slower >= SLOWEST; slower -= STEP) {
    const pace = bucket.rate * bucket.capacity * slower;
    const refused = refusedShare(bucket, pace);
    shares.push((slower * (1 - refused)) / (1 + refused * pace * HOLD_SECONDS));
  }
  return Math.max(...shares);
}

/** The share of calls made evenly that is refused. */
function refusedShare({ rate, burst, jitterMs }: JitteryBucket, pace: number): number {
  const random = seededRandom(1, 'reachable');
  const arrivals = new Float64Array(CALLS)
    .map((_, call) => (call * 1_000) / pace + random() * jitterMs)
    .sort();
  const limiter = new TokenBucket(1_000 / rate, burst, 0);
  return arrivals.filter((at) => limiter.take(at) > 0).length / CALLS;
}
