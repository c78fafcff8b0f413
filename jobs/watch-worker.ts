import type { Log } from '../src/observe/log.js';
import { type PassingTrouble, passingTrouble } from '../src/observe/passing-trouble.js';
import type { JobWorker } from '../src/queue/engine.js';

export interface WorkerWatch {
  readonly log: Log;
  /** Told of a server that is in trouble, so that it is not told of by each worker. */
  onTrouble(trouble: PassingTrouble): void;
}

/** Has a worker's troubles told. @param consequence what becomes of a job that throws, as it is gone from the queue */
export function watchWorker<Data>(
  worker: JobWorker<Data>,
  { log, onTrouble }: WorkerWatch,
  consequence: string,
): void {
  worker.on('error', (err) => {
    const trouble = passingTrouble(err);
    if (trouble === null) log.warn({ err }, 'the queue reports trouble');
    else onTrouble(trouble);
  });
  worker.on('failed', (_job, err) => {
    const trouble = passingTrouble(err);
    if (trouble === null) log.error({ err }, `a job broke off; ${consequence}`);
    else onTrouble(trouble);
  });
}
