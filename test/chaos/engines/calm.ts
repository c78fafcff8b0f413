import { expect } from '@jest/globals';
import type { Effort } from './effort.js';

/**
 * Two workers that wait do next to nothing: they ask once a second or so, and say once in half a minute what they wait for.
 * One that spun would take half a core, and write some thousand lines a second.
 */
export function expectCalm({ cpuSeconds, lines }: Effort, ms: number): void {
  const seconds = ms / 1_000;
  expect(lines).toBeLessThan(20 + seconds / 2);
  expect(cpuSeconds).toBeLessThan(1.5 + seconds / 8);
}
