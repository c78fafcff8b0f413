import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Pacer } from '../../src/queue/pacer.js';
import { MemorySchedule } from './memory-schedule.js';

const INTERVAL_MS = 10;
/** A slot may be used two intervals after its time, and a moment passes until the test has looked at its clock. */
const LATE_MS = 2 * INTERVAL_MS + 2;

/** A job that comes after some ms, needs a call or not, and meets a 429 or not. */
const job = fc.record({
  comesAfterMs: fc.integer({ min: 0, max: 60 }),
  pacer: fc.integer({ min: 0, max: 1 }),
  needsNoCall: fc.boolean(),
  isHeld: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
});
type Job = typeof job extends fc.Arbitrary<infer Value> ? Value : never;

/** Does the job and returns when its call was started; null where it needed none. */
async function startOf(work: Job, pacers: readonly Pacer[]): Promise<number | null> {
  const pacer = pacers[work.pacer];
  if (pacer === undefined) throw new Error('Expected a pacer');
  await pause(work.comesAfterMs);
  for (;;) {
    const slot = await pacer.take();
    if (work.needsNoCall) {
      pacer.giveBack(slot);
      return null;
    }
    if ((await pacer.reached(slot)) !== 'in-time') continue;
    const startedAt = performance.now();
    if (work.isHeld) await pacer.hold(30);
    return startedAt;
  }
}

test('two processes never start more calls in any window than the pace allows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(job, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 3 }),
      async (jobs, burst) => {
        const schedule = new MemorySchedule();
        const pace = { intervalUs: INTERVAL_MS * 1_000, burst };
        const pacers = [new Pacer(schedule, () => pace), new Pacer(schedule, () => pace)];
        const started = await Promise.all(jobs.map((work) => startOf(work, pacers)));
        const starts = started.filter((at) => at !== null).sort((a, b) => a - b);

        expect(starts).toHaveLength(jobs.filter(({ needsNoCall }) => !needsNoCall).length);
        for (const [first, from] of starts.entries()) {
          expect(from).toBeGreaterThanOrEqual((schedule.slots[first] ?? Infinity) - 1);
          for (const [last, to] of starts.entries()) {
            if (last < first) continue;
            const allowed = burst + (to - from + LATE_MS) / INTERVAL_MS;
            expect(last - first + 1).toBeLessThanOrEqual(allowed);
          }
        }
      },
    ),
    { numRuns: 12 },
  );
});
