import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until `look` gives something other than null, undefined or false, and returns it.
 *
 * @throws where that has not come within `deadlineMs`
 */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | null | undefined | false> | Found | null | undefined | false,
  deadlineMs = 60_000,
): Promise<Found> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${deadlineMs} ms in vain until ${what}`);
    await pause(20);
  }
}
