import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../src/sandbox/random.js';
import { drawRound, type Round, type Target } from './disturbance.js';
import { flatness } from './flatness.js';
import type { Sample } from './hand.js';

const TARGETS: readonly Target[] = ['worker', 'importer', 'postgres', 'vendor', 'network'];

function roundsOf(seed: number, count: number): Round[] {
  const random = seededRandom(seed, 'disturbances');
  const options = { random, longestMs: 1_000, longestPauseMs: 500, targets: new Set(TARGETS) };
  return Array.from({ length: count }, () => drawRound(options));
}

describe('the rounds of a soak', () => {
  test('are the same for the same seed, and others for another', () => {
    expect(roundsOf(1, 50)).toEqual(roundsOf(1, 50));
    expect(roundsOf(1, 50)).not.toEqual(roundsOf(2, 50));
  });

  test('have every kind that its targets allow, each target once in a round, within the times', () => {
    const rounds = roundsOf(3, 500);
    for (const { afterMs, disturbances } of rounds) {
      expect(afterMs).toBeLessThanOrEqual(500);
      const targets = disturbances.map(({ target }) => target);
      expect(new Set(targets).size).toBe(targets.length);
      for (const { lastsMs } of disturbances) expect(lastsMs).toBeLessThanOrEqual(1_000);
    }
    const kinds = new Set(
      rounds.flatMap(({ disturbances }) => disturbances.map((one) => one.kind)),
    );
    expect([...kinds].some((kind) => kind.startsWith('redis'))).toBe(false);
    expect(kinds.size).toBe(11);
  });
});

describe('what a worker holds', () => {
  const samples = (...rssMb: number[]) => rssMb.map((mb): Sample => ({ rssMb: mb, handles: 50 }));

  test('is judged by the last two thirds of the run, as the first one warms up', () => {
    expect(flatness(samples(60, 80, 100, 120, 130, 120))).toMatchObject({ complaints: [] });
    expect(flatness(samples(60, 80, 100, 120, 180, 180))?.complaints).toHaveLength(1);
  });

  test('may not be open files that add up', () => {
    const opening = [50, 50, 50, 50, 100, 100].map((handles): Sample => ({ rssMb: 100, handles }));
    expect(flatness(opening)?.complaints).toHaveLength(1);
  });

  test('is not judged where the system does not tell', () => {
    expect(flatness([null, null, null])).toBeNull();
  });
});
