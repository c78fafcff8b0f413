import { expect, test } from '@jest/globals';
import { runBench } from './run-bench.js';

test('the benchmark of a limit gives a line for each engine, with and without faults', async () => {
  const stdout = await runBench('invite', '--rows', '60');
  expect(stdout).toContain('## Inviting at a rate limit\n');
  const lines = stdout.matchAll(/^\| (redis|postgres) +\| 60 /gm);
  expect(Array.from(lines, ([, engine]) => engine)).toEqual([
    'redis',
    'redis',
    'postgres',
    'postgres',
  ]);
  expect(stdout).not.toContain('NaN');
});
