import { describe, expect, test } from '@jest/globals';
import { median, medianAndRange } from '../../bench/figures.js';

describe('the figures of runs', () => {
  test('have the middle one for their median, of an even number what lies between two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([7])).toBe(7);
    expect(median([])).toBeNaN();
  });

  test('are shown with their range where there is more than one', () => {
    expect(medianAndRange([3, 1, 2], String)).toBe('2 (1–3)');
    expect(medianAndRange([1], String)).toBe('1');
  });
});
