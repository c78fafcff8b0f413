import { describe, expect, test } from '@jest/globals';
import { ENGINES } from '../support/engines.js';
import { runBench } from './run-bench.js';

describe.each(ENGINES)('the benchmark of an import on %s', (engine) => {
  test('finds every row in the ledger, and gives a figure for each pass', async () => {
    const size = ['--rows', '1200', '--runs', '1'];
    const stdout = await runBench('import', '--engine', engine, ...size);
    const queue = engine === 'redis' ? 'Redis' : 'PostgreSQL';
    expect(stdout).toContain(`## Importing a roster, with the queue on ${queue}\n`);
    expect(stdout).toContain('### 1,200 rows\n');
    const passes = stdout.matchAll(/^\| (.*?) +\| [\d.]+ s +\| [\d,]+ +\| \d+ MB +\|$/gm);
    expect(Array.from(passes, ([, pass]) => pass)).toEqual([
      'csv-parse alone',
      'addBulk alone',
      '`rollcall plan`',
      '`rollcall import`',
    ]);
    expect(stdout).not.toContain('NaN');
  });
});
