import type { Log } from '../src/observe/log.js';
import type { JobWorker } from '../src/queue/engine.js';

/** Has a worker's troubles told. @param consequence what becomes of a job that throws, as it is gone from the queue */
export function watchWorker<Data>(worker: JobWorker<Data>, log: Log, consequence: string): void {
  worker.on('error', (err) => log.warn({ err }, 'the queue reports trouble'));
  worker.on('failed', (_job, err) => log.error({ err }, `a job broke off; ${consequence}`));
}
