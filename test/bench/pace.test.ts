import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { GONE_ON, LOWERED, STEADY } from '../../bench/courses.js';
import { inDirectory } from '../../bench/directory.js';
import { KeptRuns } from '../../bench/kept-runs.js';
import { LIMITERS } from '../../bench/limiters.js';
import { canHaveNginx } from '../../bench/nginx.js';
import { figuresOf, type PaceResult } from '../../bench/pace.js';
import { isMet } from '../../bench/pace-section.js';
import { runBench } from './run-bench.js';

/** One of each sort. nginx is Debian's; where it can be had neither way, the benchmark says so when it is asked for. */
const SORTS = ['token-bucket', 'fixed-1m', 'sliding-1s', ...(canHaveNginx() ? ['nginx'] : [])];
const limiters = LIMITERS.filter(({ name }) => SORTS.includes(name));

const [bucket] = LIMITERS;
if (bucket === undefined) throw new Error('Expected a limiter');
const CASE = {
  limiter: bucket,
  rate: 50,
  processes: 1,
  engine: 'redis',
  capacity: 0.95,
  seconds: 30,
} as const;
const RUN: PaceResult = {
  rows: 1_000,
  seconds: 30,
  calls: 1_000,
  answered429: 1,
  callsPerSecond: 47,
  shareOfLimit: 0.94,
  shareOfPace: 0.99,
  atOnce: 1,
};

describe('the benchmark of the pace', () => {
  test.each(limiters)('gives a line for $title', async ({ name, title, per }) => {
    const engine = per === 'minute' ? 'postgres' : 'redis';
    const cases = ['--limiter', name, '--processes', '2', '--engine', engine];
    const stdout = await runBench(
      'pace',
      ...cases,
      '--rate',
      '20',
      '--seconds',
      '2',
      '--runs',
      '1',
    );
    expect(stdout).toContain('## Using the whole limit\n');
    expect(stdout.split('\n').filter((line) => line.startsWith(`| ${title} `))).toHaveLength(1);
    expect(stdout).not.toContain('NaN');
  });

  test.each([GONE_ON, LOWERED])('plays a limit that is $name', async ({ name, title }) => {
    const cases = ['--case', name, '--processes', '1', '--engine', 'redis'];
    const size = ['--rate', '20', '--seconds', '6', '--runs', '1'];
    const stdout = await runBench('learn', ...cases, ...size);
    expect(stdout).toMatch(
      new RegExp(`^\\| token bucket .*\\| ${title} +\\|.* 10 in 1,000 +\\|`, 'm'),
    );
    expect(stdout).not.toContain('NaN');
  });

  test('leaves out the minute after a disturbance, and the calls that were not there', () => {
    const every = (ms: number, from: number, to: number) =>
      Array.from({ length: (to - from) / ms }, (_, n) => ({ at: from + n * ms, status: 201 }));
    const calls = [
      ...every(100, 0, 60_000),
      ...every(200, 60_000, 120_000),
      // Found out only after half a minute.
      ...every(200, 120_000, 150_000),
      ...every(100, 150_000, 240_000),
    ];
    const disturbance = { missing: 300, endedAt: 120_000 };
    const limit = { rate: 10, capacity: 1 };
    expect(figuresOf(calls, { ...limit, disturbance }).shareOfLimit).toBeCloseTo(1, 2);
    const counted = figuresOf(calls, { ...limit, disturbance: null });
    expect(counted.shareOfLimit).toBeCloseTo(1_950 / 2_400, 2);
  });

  test('goes on with the runs that a file has', () =>
    inDirectory(async (directory) => {
      const path = join(directory, 'kept.jsonl');
      const paceCase = { ...CASE, course: STEADY, told: 1 };
      new KeptRuns(path).add(paceCase, RUN);
      const kept = new KeptRuns(path);
      expect(kept.of(paceCase)).toEqual([RUN]);
      expect(kept.of({ ...paceCase, rate: 10 })).toEqual([]);
      expect(kept.of({ ...paceCase, course: LOWERED })).toEqual([]);
      appendFileSync(path, '{"case":');
      expect(() => new KeptRuns(path)).toThrow(`${path}:2 is no kept run`);
    }));

  test('takes a case for met where the medians of its runs are', () => {
    const run = (change: Partial<PaceResult>) => ({ ...RUN, ...change });
    const isMetBy = (told: number, ...runs: PaceResult[]) =>
      isMet({ paceCase: { ...CASE, course: STEADY, told }, runs });
    expect(isMetBy(1, RUN)).toBe(true);
    expect(isMetBy(1, run({ shareOfPace: 0.97 }), RUN, RUN)).toBe(true);
    expect(isMetBy(1, run({ shareOfPace: 0.97 }))).toBe(false);
    expect(isMetBy(1, run({ answered429: 2 }))).toBe(false);
    expect(isMetBy(10, run({ shareOfLimit: 0.91, answered429: 10 }))).toBe(true);
    expect(isMetBy(10, run({ shareOfLimit: 0.89 }))).toBe(false);
    const disturbed = { ...CASE, course: LOWERED, told: 1 };
    expect(isMet({ paceCase: disturbed, runs: [run({ answered429: 9 })] })).toBe(true);
  });
});
