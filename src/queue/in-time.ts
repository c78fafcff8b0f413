import { setTimeout as pause } from 'node:timers/promises';

/** Waits for the end of the work, whatever it is, but no longer than `ms`. */
export async function inTime(work: Promise<unknown>, ms: number): Promise<void> {
  const ended = new AbortController();
  // Cleared, as a timer that ran on would keep the process from ending.
  const time = pause(ms, undefined, { signal: ended.signal });
  await Promise.race([work, time])
    .catch(() => undefined)
    .finally(() => ended.abort());
  await time.catch(() => undefined);
}
