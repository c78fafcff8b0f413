import { expect, test } from '@jest/globals';
import { runBench } from './run-bench.js';

test('the benchmark of memory says what Redis took, and how many people were invited meanwhile', async () => {
  const stdout = await runBench('memory', '--rows', '1000', '--seconds', '3');
  expect(stdout).toContain('## Memory of the queue on Redis\n');
  const [, invited] =
    /^\| 995 +\| (\d+) +\| [\d.]+ MB +\| [\d.]+ MB +\| [\d.]+ MB +\| (?:yes|no) +\|$/m.exec(
      stdout,
    ) ?? [];
  expect(Number(invited)).toBeGreaterThanOrEqual(0);
});

test('the benchmark of memory measures the tables of PostgreSQL after each tenth', async () => {
  const stdout = await runBench('memory', '--engine', 'postgres', '--rows', '500');
  expect(stdout).toContain('## Tables of the queue on PostgreSQL\n');
  const tenths = Array.from(stdout.matchAll(/^\| (\d+) +\| [\d.]+ MB +\|$/gm), ([, jobs]) => jobs);
  expect(tenths).toEqual(Array.from({ length: 10 }, (_, n) => String((n + 1) * 50)));
  expect(stdout).not.toContain('NaN');
});
