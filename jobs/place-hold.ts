import type { Log } from '../src/observe/log.js';
import type { Pacer } from '../src/queue/pacer.js';

/** How long the end of a call waits for its hold to be placed, in ms: a queue that stands still may do so for hours. */
const WAIT_MS = 5_000;

/**
 * Holds all calls of the client after a 429. Where the queue is in trouble the call is recorded without it: no call of any
 * process gets a slot then, and the next one that is refused places the hold.
 */
export async function placeHold(
  pacer: Pick<Pacer, 'hold'>,
  retryAfterMs: number | null,
  sentAt: number,
  log: Log,
): Promise<void> {
  let silence: NodeJS.Timeout | undefined;
  try {
    const heldMs = await Promise.race([
      pacer.hold(retryAfterMs, sentAt),
      new Promise<never>((_, reject) => {
        silence = setTimeout(() => reject(new Error('The queue does not answer')), WAIT_MS);
      }),
    ]);
    log.warn({ heldMs: Math.round(heldMs) }, 'answered 429, holding all calls of this client');
  } catch (err) {
    log.warn({ err }, 'answered 429, and the calls of this client could not be held');
  } finally {
    clearTimeout(silence);
  }
}
