import { Stage } from '../stage.js';
import { judge } from '../verdict.js';
import { on, type Situation } from './situation.js';

/** Several calls in line for their slots, so that a hold finds some that have not been made. */
const IN_LINE = { ROLLCALL_CONCURRENCY: '8' };

/** Workers die while calls are answered 500, 429 and 401. */
export const refusals: Situation = {
  name: 'refused calls',
  play: (options) =>
    on(Stage.open(options, {}), async (stage) => {
      const { sandbox } = stage.company;
      await stage.cli(['import', stage.company.writeRoster(12)]);
      sandbox.addFaults({ kind: '500', count: 1 });
      await stage.kill('queue: job put off', ['work']);
      sandbox.addFaults({ kind: '429', count: 1, retryAfterMs: 1_000 });
      await stage.kill('pre-register: hold placed', ['work']);
      // All of them, as it takes a call that waits for its slot just then.
      sandbox.addFaults({ kind: '429', retryAfterMs: 500 });
      await stage.kill('pre-register: claim given back', ['work'], { environment: IN_LINE });
      sandbox.clearFaults();
      await stage.kill('pre-register: client stopped', ['work'], {
        environment: { SECRET: 'wrong' },
      });
      await stage.cli(['resume']);
      await stage.cli(['work', '--until-drained']);
      return { verdict: await judge(stage), wrongs: [] };
    }),
};
