import { setTimeout as pause } from 'node:timers/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import pLimit from 'p-limit';
import { givenRedis, note, show, WRITE, wholeNumber, wholeNumbers } from '../command-options.js';
import { GONE_ON, LOWERED, SHARED, STEADY } from '../courses.js';
import { ENGINES, type EngineKind } from '../invite-people.js';
import { KeptRuns, named } from '../kept-runs.js';
import { LIMITERS } from '../limiters.js';
import { benchPace, type PaceCase } from '../pace.js';
import { learnSection, type PaceRuns, paceSection } from '../pace-section.js';

interface CaseOptions {
  readonly rate?: readonly number[];
  readonly processes?: readonly number[];
  readonly engine?: readonly EngineKind[];
  readonly runs: number;
  readonly seconds?: number;
  readonly atOnce: number;
  readonly kept?: string;
  readonly write?: boolean;
}

interface PaceOptions extends CaseOptions {
  readonly limiter?: readonly string[];
  readonly capacity?: number;
}

interface LearnOptions extends CaseOptions {
  readonly case?: readonly string[];
}

/** Calls a second at which limits that are wrong are tried, if nothing is said. */
const RATE = 10;
const PROCESSES = [1, 4];

export function paceCommand(): Command {
  return withCaseOptions(new Command('pace'))
    .description('how much of a limit is used, of each kind that servers have')
    .addOption(
      new Option('--limiter <names...>', 'these only').choices(LIMITERS.map(({ name }) => name)),
    )
    .option('--capacity <share>', 'share of the limit that Rollcall may use', shareOf)
    .action(async (options: PaceOptions) => {
      show(paceSection(await runAll(steadyCases(options), options)), options.write === true);
    });
}

export function learnCommand(): Command {
  return withCaseOptions(new Command('learn'))
    .description('how much is used of a limit that Rollcall was told wrong, or that changes')
    .addOption(new Option('--case <names...>', 'these only').choices(WRONG.map(({ name }) => name)))
    .action(async (options: LearnOptions) => {
      show(learnSection(await runAll(wrongCases(options), options)), options.write === true);
    });
}

function withCaseOptions(command: Command): Command {
  return command
    .option('--rate <rates...>', 'calls a second that the server allows', wholeNumbers)
    .option('--processes <processes...>', 'worker processes', wholeNumbers)
    .addOption(new Option('--engine <engines...>', 'what carries the queue').choices(ENGINES))
    .option('--runs <runs>', 'runs of each case', wholeNumber, 5)
    .option('--seconds <seconds>', 'length of a run', wholeNumber)
    .option(
      '--at-once <runs>',
      'runs at the same time, each with a server of its own',
      wholeNumber,
      1,
    )
    .option('--kept <file>', 'runs of before, which are not made again; new ones are added to it')
    .option(...WRITE);
}

/** Where the limit is what Rollcall was told. */
function steadyCases(options: PaceOptions): PaceCase[] {
  const { limiter: names, processes = PROCESSES, engine: engines = ENGINES } = options;
  const limiters = LIMITERS.filter(({ name }) => names === undefined || names.includes(name));
  return limiters.flatMap((limiter) => {
    const { capacity = limiter.capacity, seconds = limiter.seconds } = options;
    const { rate: rates = limiter.rates } = options;
    const shared = { limiter, told: 1, course: STEADY, capacity, seconds };
    return rates.flatMap((rate) =>
      processes.flatMap((count) =>
        engines.map((engine) => ({ ...shared, rate, processes: count, engine })),
      ),
    );
  });
}

/** Told too much, or told right until the limit changes. */
const WRONG = [
  { name: 'told-2-times', told: 2, course: STEADY, seconds: 120 },
  { name: 'told-10-times', told: 10, course: STEADY, seconds: 120 },
  { name: 'gone-on', told: 10, course: GONE_ON, seconds: 120 },
  { name: 'lowered', told: 1, course: LOWERED, seconds: 240 },
  { name: 'shared', told: 1, course: SHARED, seconds: 240 },
];

function wrongCases(options: LearnOptions): PaceCase[] {
  const {
    case: names,
    rate: rates = [RATE],
    processes = PROCESSES,
    engine: engines = ENGINES,
  } = options;
  const [limiter] = LIMITERS;
  if (limiter?.name !== 'token-bucket') throw new Error('Expected the token bucket first');
  const { capacity } = limiter;
  const cases = WRONG.filter(({ name }) => names === undefined || names.includes(name));
  return cases.flatMap(({ told, course, seconds: usual }) =>
    rates.flatMap((rate) =>
      processes.flatMap((count) =>
        engines.map((engine) => {
          const seconds = options.seconds ?? usual;
          return { limiter, told, course, capacity, seconds, rate, processes: count, engine };
        }),
      ),
    ),
  );
}

async function runAll(
  cases: readonly PaceCase[],
  { runs: wanted, atOnce, kept }: CaseOptions,
): Promise<PaceRuns[]> {
  const redisUrl = givenRedis();
  const limit = pLimit(atOnce);
  let begun = 0;
  /** Begun one after the other: each wants the whole machine while its processes start, and hardly anything of it then. */
  const turnOf = async ({ seconds }: PaceCase) => {
    const turn = begun;
    begun += 1;
    if (turn < atOnce) await pause((turn / atOnce) * seconds * 1_000);
  };
  const keptRuns = kept === undefined ? null : new KeptRuns(kept);
  return Promise.all(
    cases.map(async (paceCase) => {
      const before = keptRuns?.of(paceCase).slice(0, wanted) ?? [];
      const run = async () => {
        await turnOf(paceCase);
        const result = { ...(await benchPace(paceCase, redisUrl)), atOnce };
        note({ ...named(paceCase), ...result });
        keptRuns?.add(paceCase, result);
        return result;
      };
      const missing = Array.from({ length: wanted - before.length }, () => limit(run));
      return { paceCase, runs: [...before, ...(await Promise.all(missing))] };
    }),
  );
}

function shareOf(text: string): number {
  const share = Number(text);
  if (!(share > 0 && share <= 1)) throw new InvalidArgumentError('Expected a share such as 0.98.');
  return share;
}
