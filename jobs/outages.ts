import type { Log } from '../src/observe/log.js';
import { Outage } from '../src/observe/outage.js';
import { type PassingTrouble, passingTrouble } from '../src/observe/passing-trouble.js';
import { type RegularTask, startRegularTask } from './regular-task.js';

/** Silence has no code of its own. */
const NO_ANSWER = 'no_answer';

/** What this process waits for, told once for all its jobs and connections. */
export class Outages {
  readonly #log: Log;
  readonly #outages: Readonly<Record<PassingTrouble['server'], Outage>>;

  constructor(log: Log) {
    this.#log = log;
    this.#outages = { Redis: new Outage('Redis', log), PostgreSQL: new Outage('PostgreSQL', log) };
  }

  readonly tell = ({ server, code, isOfOneStatement }: PassingTrouble): void => {
    if (!isOfOneStatement) this.#outages[server].failed(code);
  };

  /** Does something with a server every so often, by which it is seen to be there. */
  watch(
    server: PassingTrouble['server'],
    task: Pick<RegularTask, 'everyMs' | 'work'>,
  ): NodeJS.Timeout {
    const outage = this.#outages[server];
    return startRegularTask({
      ...task,
      onDone: () => outage.answered(),
      onSilence: () => outage.failed(NO_ANSWER),
      onFailure: (err) => {
        const trouble = passingTrouble(err);
        if (trouble === null) this.#log.warn({ err }, 'a regular task failed and is tried again');
        else this.tell(trouble);
      },
    });
  }
}
