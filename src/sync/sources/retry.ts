import { type Backoff, backoffMs, type Random } from '../../invite/backoff.js';
import { mayPass } from './source-error.js';

const ATTEMPTS = 4;
const BACKOFF: Backoff = { baseMs: 2_000, capMs: 30_000 };

interface Pacing {
  readonly signal: AbortSignal;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: Random;
}

/** Makes up to four attempts, as long as what stood in the way of the last one may have passed. */
export async function retrying<Result>(
  attempt: () => Promise<Result>,
  { signal, pause, random }: Pacing,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (tries === ATTEMPTS || !mayPass(error) || signal.aborted) throw error;
    }
    await pause(backoffMs(tries, BACKOFF, random), signal);
  }
}
