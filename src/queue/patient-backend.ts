import { setTimeout as pause } from 'node:timers/promises';
import type { IQueueBackend } from 'bullmq';
import { inTime } from './in-time.js';

/** How long a worker waits before it asks once more for a job, where it was refused one, in ms. */
const REFUSED_MS = 1_000;

/** How long a worker that ends waits for the end of the connection that it listens on, in ms. */
const LEAVE_MS = 2_000;

/**
 * Has a worker wait where the engine refuses it a job. BullMQ waits only for connections that are refused; a Redis that is out
 * of memory or read-only, or a PostgreSQL without a connection to spare, would be asked again at once, some thousand times a
 * second. And it has a worker end that waits for an engine which is away.
 */
export function patientBackend(backend: IQueueBackend): IQueueBackend {
  const moveToActive = backend.moveToActive.bind(backend);
  backend.moveToActive = (...args) => patiently(() => moveToActive(...args));
  const waitForJob = backend.waitForJob.bind(backend);
  let endWait = () => {};
  backend.waitForJob = (seconds) =>
    new Promise((resolve, reject) => {
      endWait = () => resolve(null);
      patiently(() => waitForJob(seconds)).then(resolve, reject);
    });
  const disconnectBlocking = backend.disconnectBlocking.bind(backend);
  backend.disconnectBlocking = async (wait) => {
    // Of a connection that is just being made anew nobody is told that it has ended, for which BullMQ would wait for ever.
    await inTime(disconnectBlocking(wait), LEAVE_MS);
    endWait();
  };
  return backend;
}

async function patiently<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (cause) {
    await pause(REFUSED_MS);
    throw cause;
  }
}
