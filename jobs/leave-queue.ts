import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../src/observe/log.js';
import type { Engine } from '../src/queue/engine.js';
import type { Patience } from './patience.js';

/** How long the queue has, once all work is done, to take its jobs back, in ms. */
const QUEUE_MS = 5_000;
const LOOK_EVERY_MS = 100;

export interface Leaving {
  readonly engine: Pick<Engine, 'giveUp'>;
  readonly patience: Pick<Patience, 'isBusy'>;
  readonly log: Log;
}

/**
 * Waits until workers have ended. Where the queue does not answer, they are not waited for any longer than their work takes: what
 * has been done stands in the ledger, and jobs that the queue still holds are seen to by the next sweep.
 */
export async function leaveQueue(
  workers: Promise<unknown>,
  { engine, patience, log }: Leaving,
): Promise<void> {
  const left = new AbortController();
  const { signal } = left;
  const giveUp = async () => {
    while (patience.isBusy) await pause(LOOK_EVERY_MS, undefined, { signal });
    await pause(QUEUE_MS, undefined, { signal });
    log.warn('the queue does not answer; ending without it');
    engine.giveUp();
  };
  const watch = giveUp().catch(() => undefined);
  await workers.finally(() => left.abort());
  await watch;
}
