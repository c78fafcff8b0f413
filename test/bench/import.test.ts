import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { PACKAGE_ROOT } from '../../src/config/package-root.js';
import { ENGINES, redisUrlFor } from '../support/engines.js';

const run = promisify(execFile);

describe.each(ENGINES)('the benchmark of an import on %s', (engine) => {
  test('finds every row in the ledger, and gives a figure for each pass', async () => {
    const program = join(PACKAGE_ROOT, 'dist/bench/main.js');
    const args = ['import', '--engine', engine, '--rows', '1200', '--runs', '1'];
    const env = { PATH: process.env.PATH, REDIS_URL: redisUrlFor(engine) ?? '' };
    const { stdout } = await run(process.execPath, [program, ...args], { env });
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
