import { expect, test } from '@jest/globals';
import { runBench } from './run-bench.js';

test('the benchmark of slow limits says how far apart the calls were', async () => {
  const stdout = await runBench('slow', '--per-hour', '3600', '--calls', '3');
  expect(stdout).toContain('## Slow limits\n');
  expect(stdout).toMatch(/^\| 3600 +\| redis +\| \d +\| 1\.053 +\| \d/m);
  expect(stdout).toMatch(/^\| 3600 +\| postgres +\| \d +\| 1\.053 +\| \d/m);
  expect(stdout).not.toContain('NaN');
});
