import { expect, test } from '@jest/globals';
import { ENGINES } from '../support/engines.js';
import { runBench } from './run-bench.js';

test('the benchmark of throughput gives a line for each sender, with what its workers asked for', async () => {
  const stdout = await runBench('throughput', '--rows', '100', '--processes', '1', '--runs', '1');
  expect(stdout).toContain('## Throughput without a limit\n');
  const pattern =
    /^\| (script|BullMQ|Rollcall)\S*.*? \| (–|redis|postgres) .*\| ([\d.]+|–) +\| ([\d.]+|–) +\|$/gm;
  const lines = Array.from(stdout.matchAll(pattern), ([, ...cells]) => cells);
  expect(lines.map(([sender, engine]) => [sender, engine])).toEqual([
    ['script', '–'],
    ...ENGINES.flatMap((engine) => [
      ['BullMQ', engine],
      ['Rollcall', engine],
    ]),
  ]);
  for (const [, engine, statements, commands] of lines.filter(([who]) => who === 'Rollcall')) {
    // Those of several calls are sent together.
    expect(Number(statements)).toBeGreaterThan(0);
    expect(Number(statements)).toBeLessThan(5);
    expect(Number(commands) > 0).toBe(engine === 'redis');
  }
  expect(stdout).not.toMatch(/NaN|Infinity/);
});
