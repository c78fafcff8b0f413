import type { CrashPoint } from '../../../src/observe/crash-point.js';
import { Stage } from '../stage.js';
import { judge } from '../verdict.js';
import { EXPORT, writeExport } from './export.js';
import { on, type Situation } from './situation.js';

/** Up to the last, the next run does it all anew. */
const POINTS: readonly CrashPoint[] = [
  'sync: run begun',
  'sync: export fetched',
  'sync: export recorded',
  'sync: set staged',
  'sync: people compared',
  'sync: plan saved',
  'sync: invites cancelled',
  'sync: batch made',
  'sync: set taken in',
  'sync: run finished',
];

const PEOPLE = 10;
const RUN = ['sync', 'run', 'hr'];
const SYNC = {
  source: { kind: 'file', path: EXPORT, settle: '0s' },
  cron: '0 2 * * *',
  timeZone: 'UTC',
  leavers: 'cancel',
};

/** Runs of a sync die, each with somebody who has joined and somebody who has left. */
export const syncs: Situation = {
  name: 'runs of a sync',
  play: (options) =>
    on(Stage.open(options, {}, { syncs: { hr: SYNC } }), async (stage) => {
      const { directory } = stage.company;
      const kill = async (point: CrashPoint, args: readonly string[]) => {
        await stage.kill(point, args);
        await stage.runsAreDead();
      };
      writeExport(directory, 1, PEOPLE);
      const held = JSON.parse((await stage.cli([...RUN, '--json'], 1)).stdout);
      const approve = ['sync', 'approve', String(held.run), '--yes'];
      await kill('sync: plan approved', approve);
      await stage.cli(approve);
      await stage.cli(['work', '--until-drained']);

      writeExport(directory, 2, PEOPLE + 1);
      for (const point of POINTS) await kill(point, RUN);
      writeExport(directory, 3, PEOPLE + 2);
      await kill('sync: export put away', RUN);
      await stage.cli(RUN);
      await stage.cli(['work', '--until-drained']);

      const states = await stage.query<{ state: string; people: number }>(
        'SELECT state, count(*)::integer AS people FROM invite GROUP BY state ORDER BY state',
      );
      const found = states.map(({ state, people }) => `${people} ${state}`).join(', ');
      const wrongs = found === `2 cancelled, ${PEOPLE} invited` ? [] : [found];
      return { verdict: await judge(stage), wrongs };
    }),
};
