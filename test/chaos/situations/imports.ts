import type { CrashPoint } from '../../../src/observe/crash-point.js';
import { Stage, type StageOptions } from '../stage.js';
import { judge } from '../verdict.js';
import { on, type Situation } from './situation.js';

const POINTS: readonly CrashPoint[] = [
  'import: batch made',
  'import: set staged',
  'import: set committed',
  'fill: people marked',
  'fill: jobs added',
  'import: people queued',
  'import: batch finished',
];

/** Those that an import of several sets of rows comes to several times. */
const IN_EVERY_SET: readonly CrashPoint[] = ['import: set staged', 'import: set committed'];

/** New people that each roster has, beside those of the one before: more than one set of rows where several are wanted. */
const newPeople = ({ occurrence }: StageOptions) => (occurrence === 1 ? 2 : 500 * occurrence);

/** Imports die; then one import of everybody finds who is there, and adds the others. */
export const imports: Situation = {
  name: 'an import',
  hasSeveral: true,
  play: (options) =>
    on(Stage.open(options, { rateLimit: '500 per second', burst: 20 }), async (stage) => {
      const { company } = stage;
      let people = 0;
      for (const point of options.occurrence === 1 ? POINTS : IN_EVERY_SET) {
        people += newPeople(options);
        await stage.kill(point, ['import', company.writeRoster(people), '--yes']);
      }
      await stage.cli(['run', company.writeRoster(people), '--yes']);
      const { stdout } = await stage.cli(['import', company.writeRoster(people), '--json']);
      const { batch } = JSON.parse(stdout);
      const wrongs =
        batch.rows === people && batch.known === people ? [] : [`batch: ${JSON.stringify(batch)}`];
      return { verdict: await judge(stage), wrongs };
    }),
};
