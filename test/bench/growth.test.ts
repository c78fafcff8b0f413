import { expect, test } from '@jest/globals';
import { runBench } from './run-bench.js';

test('the benchmark of growth gives each operation in a small and in a large ledger', async () => {
  const sizes = ['--small', '4700', '--large', '4800', '--repeats', '2', '--runs', '1'];
  const stdout = await runBench('growth', ...sizes);
  expect(stdout).toContain('## Operations of the ledger as it grows\n');
  const lines = stdout.matchAll(/^\| (call|sweep|status|list) .*\| [\d.]+ +\| (?:yes|no) +\|$/gm);
  const groups = Array.from(lines, ([, group]) => group);
  expect(new Set(groups)).toEqual(new Set(['call', 'sweep', 'status', 'list']));
  expect(groups).toHaveLength(stdout.match(/^\| \w+ .*\|$/gm)?.length ?? 0);
  expect(stdout).not.toContain('NaN');
});
