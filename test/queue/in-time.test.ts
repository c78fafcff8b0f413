import { expect, test } from '@jest/globals';
import { inTime } from '../../src/queue/in-time.js';

const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

test.each([
  ['ends', () => Promise.resolve()],
  ['fails', () => Promise.reject(new Error('in vain'))],
])('work that %s is waited for, and leaves no timer', async (_how, work) => {
  const before = timers();
  await inTime(work(), 3_600_000);
  expect(timers()).toBe(before);
});

test('work that does not end is waited for no longer than that', async () => {
  await inTime(new Promise(() => {}), 10);
});
