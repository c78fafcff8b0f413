import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runBench } from './run-bench.js';

test('the report has a line and a panel for each sender, who all invite everybody', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-report-'));
  try {
    const chart = join(directory, 'chart.svg');
    const stdout = await runBench('report', '--people', '40', '--chart', chart);
    expect(stdout).toContain('## Calls over time\n');
    const senders = stdout.matchAll(/^\| (Rollcall|BullMQ|Script)\b.*\| 0 +\|$/gm);
    const named = ['Rollcall', 'Rollcall', 'BullMQ', 'BullMQ', 'Script'];
    expect(Array.from(senders, ([, sender]) => sender)).toEqual(named);
    expect(stdout).not.toContain('NaN');
    expect(readFileSync(chart, 'utf8').match(/font-weight="600"/g)).toHaveLength(5);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
