import type { Log } from '../src/observe/log.js';
import { type PassingTrouble, passingTrouble } from '../src/observe/passing-trouble.js';
import type { Engine, JobWorker } from '../src/queue/engine.js';

/** BullMQ, of a job that the queue has lost or given to somebody else. */
const IS_GONE = /^(Missing (key|lock) for job|could not renew lock for job)/;

export interface WorkerWatch {
  readonly log: Log;
  /** What carries the queue. */
  readonly engine: Pick<Engine, 'kind'>;
  /** Told of a server that is in trouble, so that it is not told of by each worker. */
  onTrouble(trouble: PassingTrouble): void;
}

/** Has a worker's troubles told. @param consequence what becomes of a job that throws, as it is gone from the queue */
export function watchWorker<Data>(
  worker: JobWorker<Data>,
  { log, engine, onTrouble }: WorkerWatch,
  consequence: string,
): void {
  worker.on('error', (err) => {
    const trouble = passingTrouble(err, engine.kind === 'redis' ? 'Redis' : 'PostgreSQL');
    if (trouble === null) {
      // After a flush or a stall every job in hand says so once. It has been done, as the ledger knows.
      if (IS_GONE.test(err.message)) log.debug({ err }, 'a job in hand was gone from the queue');
      else log.warn({ err }, 'the queue reports trouble');
    } else onTrouble(trouble);
  });
  worker.on('failed', (_job, err) => {
    const trouble = passingTrouble(err);
    if (trouble === null) log.error({ err }, `a job broke off; ${consequence}`);
    else onTrouble(trouble);
  });
}
