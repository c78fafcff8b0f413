import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CrashPoint } from '../../../src/observe/crash-point.js';
import { until } from '../../support/until.js';
import { Stage } from '../stage.js';
import { judge } from '../verdict.js';
import { EXPORT, writeExport } from './export.js';
import { on, type Situation } from './situation.js';

const PEOPLE = 6;

/** In one night after the other: where the processes die that are to make its run, and to tell of it. */
const NIGHTS: readonly (readonly CrashPoint[])[] = [
  ['sync: run asked for', 'sync: job taken', 'sync: people told', 'sync: telling recorded'],
  ['sync: run finished'],
];

/** Once for each night, and once more where the first telling was not recorded. */
const TOLD = NIGHTS.length + 1;

const INVITED = "SELECT FROM invite WHERE state = 'invited'";
const TOLD_OF = "SELECT FROM sync_run WHERE state = 'done' AND notifications::text <> '[]'";

/** Workers die while a sync is due, each night with somebody new. */
export const nights: Situation = {
  name: 'nights of a sync',
  async play(options) {
    const told: string[] = [];
    const chat = createServer((request, response) => {
      told.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((done) => chat.listen(0, '127.0.0.1', done));
    const { port } = chat.address() as AddressInfo;
    const hr = {
      source: { kind: 'file', path: EXPORT, settle: '0s' },
      cron: '0 2 * * *',
      timeZone: 'UTC',
      safeguards: { firstRun: false },
      notify: [{ kind: 'chat', on: 'every-run', url: `http://127.0.0.1:${port}/` }],
    };
    try {
      return await on(Stage.open(options, {}, { syncs: { hr } }), async (stage) => {
        await stage.cli(['sync', 'list']);
        for (const [night, points] of NIGHTS.entries()) {
          writeExport(stage.company.directory, 1, PEOPLE + night);
          await stage.advance('1 day');
          for (const point of points) await stage.kill(point, ['work'], { occurrence: 1 });
        }
        const worker = stage.start(['work']);
        const people = PEOPLE + NIGHTS.length - 1;
        const isDone = async () =>
          (await stage.query(INVITED)).length === people &&
          (await stage.query(TOLD_OF)).length === NIGHTS.length;
        await until(
          'everybody is invited, and somebody told of each night',
          isDone,
          180_000,
        ).finally(() => worker.child.kill('SIGTERM'));
        await worker.finished;
        const wrongs = told.length === TOLD ? [] : [`somebody was told ${told.length} times`];
        return { verdict: await judge(stage), wrongs };
      });
    } finally {
      chat.close();
    }
  },
};
