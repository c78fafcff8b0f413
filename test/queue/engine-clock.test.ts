import { afterEach, expect, jest, test } from '@jest/globals';
import { EngineClock } from '../../src/queue/engine-clock.js';

/** The engine's clock shows this much more than ours. */
const AHEAD_MS = 1_700_000_000_000;

afterEach(() => {
  jest.restoreAllMocks();
});

/** What the clock makes of an answer that the engine gave at `engineMs` and that was read `delayMs` later. */
function read(clock: EngineClock, engineMs: number, delayMs: number): number {
  jest.spyOn(performance, 'now').mockReturnValue(engineMs + delayMs);
  return clock.toLocal(AHEAD_MS + engineMs);
}

test('the first answer is taken for one that came at once', () => {
  expect(read(new EngineClock(), 1_000, 3)).toBe(1_003);
});

test('an answer that was read late shifts nothing: the quickest one tells the difference', () => {
  const clock = new EngineClock();
  expect(read(clock, 1_000, 2)).toBe(1_002);
  expect(read(clock, 1_050, 400)).toBe(1_052);
  expect(read(clock, 1_500, 1)).toBe(1_501);
  expect(read(clock, 1_600, 80)).toBe(1_601);
});

test('a change of the engine’s time of day is forgotten within ten seconds', () => {
  const clock = new EngineClock();
  read(clock, 1_000, 2);
  const setBack = 5_000;
  jest.spyOn(performance, 'now').mockReturnValue(11_100);
  expect(clock.toLocal(AHEAD_MS + 11_098 - setBack)).toBe(11_100);
});
