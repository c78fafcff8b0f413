import { describe, expect, test } from '@jest/globals';
import { faultsSection } from '../../bench/faults-section.js';
import { type Injected, readInjected } from '../../bench/injected.js';
import { withReplaced } from '../../bench/page.js';

const KILLED: Injected = {
  ...{ group: 'crash points', fault: 'killed at "sweep: begun"', engine: 'redis', times: 2 },
  ...{ people: 12, lost: 0, doubled: 0, unknown: 0 },
};

describe('the table of faults', () => {
  test('has a row for each fault, with both engines, and a sum for each group', () => {
    const { lines } = faultsSection([
      KILLED,
      { ...KILLED, engine: 'postgres', times: 3, people: 1_000 },
      { ...KILLED, fault: 'killed at "sweep: done"', unknown: 1 },
      { ...KILLED, group: 'network', fault: 'reset', lost: 1, doubled: 2 },
    ]);
    const cells = lines
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split('|').map((cell) => cell.trim()));
    expect(cells.map((row) => row.slice(1, -1).join(' '))).toEqual([
      'fault on Redis on PostgreSQL people lost doubled unknown',
      expect.stringMatching(/^[- ]+$/),
      'killed at "sweep: begun" 2 3 1,012 0 0 0',
      'killed at "sweep: done" 2 0 12 0 0 1',
      '**together** 4 3 1,024 0 0 1',
      'fault on Redis on PostgreSQL people lost doubled unknown',
      expect.stringMatching(/^[- ]+$/),
      'reset 2 0 12 1 2 0',
    ]);
    expect(lines.filter((line) => line.startsWith('### '))).toEqual([
      '### Crash points',
      '### Network',
    ]);
  });

  test('is read from the lines that tests have noted', () => {
    const noted = `${JSON.stringify(KILLED)}\n`;
    expect(readInjected(noted)).toEqual([KILLED]);
    expect(readInjected('')).toEqual([]);
    expect(() => readInjected('{"group":"weather"}\n')).toThrow('group');
  });

  test('takes the place of the one before, and leaves what was written by hand', () => {
    const page = '# Reliability\n\nBy hand.\n\n## What was injected\n\nold\n\n## Further\n\nkept\n';
    const written = withReplaced(page, faultsSection([KILLED]));
    expect(written).toMatch(/^# Reliability\n\nBy hand\.\n\n## What was injected\n/);
    expect(written).toMatch(/\n\n## Further\n\nkept\n$/);
    expect(written).not.toContain('old');
  });
});
