import { CRASH_POINTS } from '../../../src/observe/crash-point.js';
import { Stage } from '../stage.js';
import { judge } from '../verdict.js';
import { BY_LOOK_UP } from './policy.js';
import { on, type Situation } from './situation.js';

/** Workers die in the middle of every step of the sweep, which finds something to do in each. */
export const sweeps: Situation = {
  name: 'sweeps',
  play: (options) =>
    on(Stage.open(options, BY_LOOK_UP), async (stage) => {
      await stage.cli(['run', stage.company.writeRoster(6)]);
      await stage.advance('4 days');
      await stage.cli(['import', stage.company.writeRoster(12)]);
      for (const point of CRASH_POINTS.filter((name) => name.startsWith('sweep: ')))
        await stage.kill(point, ['work'], { occurrence: 1 });
      await stage.cli(['work', '--until-drained']);
      return { verdict: await judge(stage), wrongs: [] };
    }),
};
