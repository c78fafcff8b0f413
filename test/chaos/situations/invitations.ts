import type { CrashPoint } from '../../../src/observe/crash-point.js';
import { Stage, type StageOptions } from '../stage.js';
import { judge } from '../verdict.js';
import { on, type Situation } from './situation.js';

/** In the order in which a call goes, and whether the request is at Next Identity by then, and its answer not in the ledger. */
const POINTS: readonly [CrashPoint, isAnswerLost: boolean][] = [
  ['pre-register: job taken', false],
  ['pre-register: slot taken', false],
  ['pre-register: claimed', false],
  ['pre-register: slot reached', false],
  ['call: request written', true],
  ['call: answer begun', true],
  ['pre-register: answer read', true],
  ['pre-register: outcome recorded', false],
  ['queue: job acknowledged', false],
];

/** One call at a time, so that exactly one is under way when a worker dies. */
const ALONE = { ROLLCALL_CONCURRENCY: '1' };

/** Workers die in the middle of first invitations. */
export const invitations: Situation = {
  name: 'first invitations',
  hasSeveral: true,
  play: (options: StageOptions) =>
    on(Stage.open(options, {}), async (stage) => {
      const roster = stage.company.writeRoster(6 + POINTS.length * options.occurrence);
      await stage.cli(['import', roster]);
      for (const [point] of POINTS) await stage.kill(point, ['work'], { environment: ALONE });
      await stage.cli(['work', '--until-drained']);
      const verdict = await judge(stage);
      const expected = POINTS.filter(([, isAnswerLost]) => isAnswerLost).length;
      const wrongs =
        verdict.answersLost === expected
          ? []
          : [`${verdict.answersLost} answers lost: ${expected}`];
      return { verdict, wrongs };
    }),
};
