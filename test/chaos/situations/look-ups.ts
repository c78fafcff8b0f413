import type { CrashPoint } from '../../../src/observe/crash-point.js';
import { Stage } from '../stage.js';
import { judge } from '../verdict.js';
import { BY_LOOK_UP } from './policy.js';
import { on, type Situation } from './situation.js';

const POINTS: readonly CrashPoint[] = [
  'look-up: job taken',
  'call: request written',
  'look-up: answer read',
  'check-activation: activations recorded',
  'check-activation: checks recorded',
  'look-up: all recorded',
  'queue: job acknowledged',
];

/** Workers die while people are looked up before they are written to again. Two of them have activated. */
export const lookUps: Situation = {
  name: 'look-ups',
  play: (options) =>
    on(Stage.open(options, BY_LOOK_UP), async (stage) => {
      const { sandbox } = stage.company;
      await stage.cli(['run', stage.company.writeRoster(8)]);
      sandbox.activate({ identifiers: ['person0@example.com', 'person1@example.com'] });
      await stage.advance('4 days');
      for (const point of POINTS) await stage.kill(point, ['work']);
      await stage.cli(['work', '--until-drained']);

      const activated = [...sandbox.identities()].filter(({ activatedAt }) => activatedAt !== null);
      const wrongs = activated
        .filter(({ messages }) => messages > 1)
        .map(({ identifier }) => `${identifier} was written to after the activation`);
      const known = await stage.query("SELECT FROM invite WHERE state = 'activated'");
      if (known.length !== activated.length) wrongs.push(`${known.length} are known as activated`);
      return { verdict: await judge(stage), wrongs };
    }),
};
