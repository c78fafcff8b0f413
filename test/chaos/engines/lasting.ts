import { setTimeout as pause } from 'node:timers/promises';

/** Lets a trouble go on. That nothing is done meanwhile, and nothing spun, cannot be waited for: it is the time that counts. */
export const lasting = (ms: number): Promise<void> => pause(ms);
