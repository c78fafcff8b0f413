import { Command, InvalidArgumentError, Option } from 'commander';
import { givenRedis, note, show, WRITE, wholeNumber, wholeNumbers } from '../command-options.js';
import { COURSES } from '../courses.js';
import { ENGINES, type EngineKind } from '../invite-people.js';
import { LIMITERS } from '../limiters.js';
import { benchPace, type PaceCase, type PaceResult } from '../pace.js';
import { type PaceRuns, paceSection } from '../pace-section.js';

interface PaceOptions {
  readonly limiter?: readonly string[];
  readonly rate?: readonly number[];
  readonly told: number;
  readonly course: string;
  readonly processes?: readonly number[];
  readonly engine?: readonly EngineKind[];
  readonly capacity?: number;
  readonly runs: number;
  readonly seconds?: number;
  readonly write?: boolean;
}

/** A bucket is tried at all of them, the others at the middle one. */
const RATES = [10, 50, 100];
const RATE = 50;
const PROCESSES = [1, 4];

export function paceCommand(): Command {
  return new Command('pace')
    .description('how much of a limit is used, of each kind that servers have')
    .addOption(
      new Option('--limiter <names...>', 'these only').choices(LIMITERS.map(({ name }) => name)),
    )
    .option('--rate <rates...>', 'calls a second that the server allows', wholeNumbers)
    .option('--told <times>', 'tell Rollcall so many times the real limit', wholeNumber, 1)
    .addOption(
      new Option('--course <course>', 'what becomes of the limit during a run')
        .choices(COURSES.map(({ name }) => name))
        .default('steady'),
    )
    .option('--processes <processes...>', 'worker processes', wholeNumbers)
    .addOption(new Option('--engine <engines...>', 'what carries the queue').choices(ENGINES))
    .option('--capacity <share>', 'share of the limit that Rollcall may use', shareOf)
    .option('--runs <runs>', 'runs of each case', wholeNumber, 5)
    .option(
      '--seconds <seconds>',
      'length of a run instead of 30, by the minute 90, otherwise than steady 180',
      wholeNumber,
    )
    .option(...WRITE)
    .action(async (options: PaceOptions) => {
      const redisUrl = givenRedis();
      const all: PaceRuns[] = [];
      for (const paceCase of casesOf(options)) {
        const runs: PaceResult[] = [];
        while (runs.length < options.runs) {
          const result = await benchPace(paceCase, redisUrl);
          note({ ...paceCase, ...named(paceCase), ...result });
          runs.push(result);
        }
        all.push({ paceCase, runs });
      }
      show(paceSection(all), options.write === true);
    });
}

function casesOf(options: PaceOptions): PaceCase[] {
  const { limiter: names, processes = PROCESSES, engine: engines = ENGINES, told } = options;
  const course = COURSES.find(({ name }) => name === options.course);
  if (course === undefined) throw new Error(`Expected a course, got ${options.course}`);
  const limiters = LIMITERS.filter(
    ({ name, kind }) =>
      (names === undefined || names.includes(name)) &&
      // The limit of nginx stands in its file, and another application does not come by it.
      (kind !== null || course.name === 'steady'),
  );
  return limiters.flatMap((limiter) => {
    const { capacity = limiter.capacity } = options;
    const seconds = options.seconds ?? course.seconds ?? limiter.seconds;
    const rates = options.rate ?? (limiter.name === 'token-bucket' ? RATES : [RATE]);
    return rates.flatMap((rate) =>
      processes.flatMap((count) =>
        engines.map((engine) => {
          return { limiter, rate, told, course, processes: count, engine, capacity, seconds };
        }),
      ),
    );
  });
}

const named = ({ limiter, course }: PaceCase) => ({ limiter: limiter.name, course: course.name });

function shareOf(text: string): number {
  const share = Number(text);
  if (!(share > 0 && share <= 1)) throw new InvalidArgumentError('Expected a share such as 0.98.');
  return share;
}
