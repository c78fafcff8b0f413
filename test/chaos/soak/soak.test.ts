import { describe, expect, jest, test } from '@jest/globals';
import { ENGINES } from '../../support/engines.js';
import { soak } from './soak.js';

jest.setTimeout(480_000);

// The short form of npm run soak, always with the same choices.
describe.each(ENGINES)(
  'with faults of all kinds at random, and processes killed, on %s',
  (engine) => {
    test('everybody is invited once, and every process ends by itself', async () => {
      const report = await soak({
        engine,
        // These choices have one of nearly every kind on both engines.
        seed: 2_467,
        durationMs: Number.POSITIVE_INFINITY,
        rounds: 8,
        workers: 3,
        wave: 300,
        longestMs: 500,
        longestPauseMs: 500,
        isShort: true,
        say: (line) => process.stderr.write(`${line}\n`),
      });
      expect(report.complaints).toEqual([]);
      expect(report.comparison.created).toBe(report.people);
      expect(Object.keys(report.disturbances).length).toBeGreaterThan(6);
    });
  },
);
