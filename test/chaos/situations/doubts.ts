import { until } from '../../support/until.js';
import { Stage } from '../stage.js';
import { judge } from '../verdict.js';
import { BY_LOOK_UP } from './policy.js';
import { on, type Situation } from './situation.js';

const THERE = ['person0@example.com', 'person1@example.com'];

/** All calls for every other person were lost, and they were in doubt for long enough to be looked up. */
const IN_DOUBT = [
  "UPDATE invite SET state = 'queued' WHERE id % 2 = $1",
  "UPDATE invite SET state = 'sending' WHERE id % 2 = $1",
  `UPDATE invite SET state = 'unknown', state_at = ledger_now() - interval '1 hour', due_at = NULL, tries = 12,
          may_have_arrived = true WHERE id % 2 = $1`,
];

/** Workers die while people are looked up about whom it is not known whether a call arrived. Two are there, and active. */
export const doubts: Situation = {
  name: 'doubts',
  play: (options) =>
    on(Stage.open(options, BY_LOOK_UP), async (stage) => {
      const { sandbox } = stage.company;
      await stage.cli(['import', stage.company.writeRoster(6), '--at', '2099-01-01 00:00 UTC']);
      sandbox.seedUsers(THERE.map((identifier) => ({ identifier, activated: true })));
      const points = [
        'resolve-unknown: doubts ended',
        'resolve-unknown: activations recorded',
      ] as const;
      for (const [half, point] of points.entries()) {
        for (const statement of IN_DOUBT) await stage.query(statement, [half]);
        await stage.kill(point, ['work']);
      }
      const worker = stage.start(['work']);
      const known = "SELECT FROM invite WHERE state = 'activated'";
      const areKnown = async () => (await stage.query(known)).length === THERE.length;
      // No policy is due, which would have people looked up once more.
      await until('it is known who is active', areKnown, 180_000).finally(() =>
        worker.child.kill('SIGTERM'),
      );
      await worker.finished;
      await stage.cli(['work', '--until-drained']);
      return { verdict: await judge(stage, (one) => THERE.includes(one)), wrongs: [] };
    }),
};
