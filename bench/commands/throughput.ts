import { Command, Option } from 'commander';
import { givenRedis, note, show, WRITE, wholeNumber, wholeNumbers } from '../command-options.js';
import { ENGINES, type EngineKind } from '../invite-people.js';
import {
  invitesOfRollcall,
  invitesOfScript,
  jobsOfQueue,
  type ThroughputResult,
} from '../throughput.js';
import { type ThroughputRuns, throughputSection } from '../throughput-section.js';

interface ThroughputOptions {
  readonly rows: number;
  readonly engine?: readonly EngineKind[];
  readonly processes?: readonly number[];
  readonly runs: number;
  readonly write?: boolean;
}

interface Sender extends Omit<ThroughputRuns, 'runs'> {
  run(): Promise<ThroughputResult>;
}

export function throughputCommand(): Command {
  return new Command('throughput')
    .description('20,000 people without a limit, beside bare BullMQ and a script')
    .option('--rows <rows>', 'people', wholeNumber, 20_000)
    .addOption(new Option('--engine <engines...>', 'what carries the queue').choices(ENGINES))
    .option('--processes <processes...>', 'worker processes', wholeNumbers)
    .option('--runs <runs>', 'runs of each sender', wholeNumber, 5)
    .option(...WRITE)
    .action(async (options: ThroughputOptions) => {
      const all = sendersOf(options, givenRedis()).map((sender) => ({
        sender,
        runs: [] as ThroughputResult[],
      }));
      // One run of each in turn, so that a machine that is slow for a while is slow for all of them.
      for (let n = 0; n < options.runs; n += 1) {
        for (const { sender, runs } of all) {
          const result = await sender.run();
          note({ ...sender, ...result });
          runs.push(result);
        }
      }
      const runsOfAll = all.map(({ sender, runs }) => ({ ...sender, runs }));
      show(throughputSection(runsOfAll, options.rows), options.write === true);
    });
}

function sendersOf(options: ThroughputOptions, redisUrl: string): Sender[] {
  const { rows, engine: engines = ENGINES, processes = [1, 2] } = options;
  const cases = engines.flatMap((engine) =>
    processes.map((count) => ({ rows, engine, processes: count, redisUrl })),
  );
  return [
    { sender: 'script', engine: null, processes: 1, run: () => invitesOfScript(rows) },
    ...cases.flatMap((one): Sender[] => [
      {
        sender: 'bullmq',
        engine: one.engine,
        processes: one.processes,
        run: () => jobsOfQueue(one),
      },
      {
        sender: 'rollcall',
        engine: one.engine,
        processes: one.processes,
        run: () => invitesOfRollcall(one),
      },
    ]),
  ];
}
