import type { CrashPoint } from '../../../src/observe/crash-point.js';
import { until } from '../../support/until.js';
import { Stage } from '../stage.js';
import { judge } from '../verdict.js';
import { BY_LOOK_UP } from './policy.js';
import { on, type Situation } from './situation.js';

const POINTS: readonly CrashPoint[] = [
  'update-user: claimed',
  'call: request written',
  'update-user: answer read',
  'update-user: outcome recorded',
];
const PEOPLE = 6;

/** One at a time. */
const ALONE = { ROLLCALL_CONCURRENCY: '1' };

/** As a sync asks for it. */
const ASK = `
  INSERT INTO user_update (invite_id, client_id, profile, asked_at, due_at)
  SELECT id, client_id, profile || '{"lastName": "King"}', ledger_now(), ledger_now() FROM invite`;

/** Workers die while Next Identity is told of changed data. */
export const updates: Situation = {
  name: 'changed data',
  play: (options) =>
    on(Stage.open(options, BY_LOOK_UP), async (stage) => {
      const { sandbox } = stage.company;
      await stage.cli(['run', stage.company.writeRoster(PEOPLE)]);
      await stage.query(ASK);
      for (const point of POINTS) await stage.kill(point, ['work'], { environment: ALONE });
      // A claim of somebody who is gone is believed for a while.
      await stage.advance('1 hour');
      const worker = stage.start(['work']);
      const isTold = async () => (await stage.query('SELECT FROM user_update')).length === 0;
      await until('everybody has been told of', isTold, 180_000).finally(() =>
        worker.child.kill('SIGTERM'),
      );
      await worker.finished;
      await stage.endCalls();
      const told = [...sandbox.identities()].filter(
        ({ identifier }) => sandbox.user(identifier)?.profile.lastName === 'King',
      );
      const wrongs = told.length === PEOPLE ? [] : [`${told.length} have their new name`];
      return { verdict: await judge(stage), wrongs };
    }),
};
