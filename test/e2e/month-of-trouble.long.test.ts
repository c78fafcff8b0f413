import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ENGINES } from '../support/engines.js';
import { AFTER_MS, END, HOUR_MS } from './month/calendar.js';
import { Crew } from './month/crew.js';
import { employees, isActivationBetween } from './month/employees.js';
import { openMonth } from './month/month.js';

const PEOPLE = 120;
const STEP_MS = 18 * HOUR_MS;
const SEED = 2027;

describe.each(ENGINES)('a month of trouble with the queue on %s', (kind) => {
  test('sends at most one message for each person and slot, and brings everybody to an end', async () => {
    const month = await openMonth(kind, { isPostLate: true });
    const crew = new Crew(month, 2);
    try {
      const staff = employees(PEOPLE, SEED);
      await month.importEverybody(staff);
      await crew.replaceOne();
      expect(await month.settle(90_000)).toBe(true);

      const steps = Math.ceil((END - month.now()) / STEP_MS);
      const troubles = fc.sample(fc.nat({ max: 9 }), { seed: SEED, numRuns: steps });
      for (const trouble of troubles) {
        const before = month.now();
        await month.advance(STEP_MS);
        await month.activate(staff.filter((one) => isActivationBetween(one, before, month.now())));
        // Now and then the post comes, a worker dies, or nobody waits until all is done.
        if (trouble < 4) await month.postOffice.deliverLate();
        await month.settle(trouble < 8 ? 2_000 : 200);
        if (trouble === 9) await crew.replaceOne();
      }
      await month.postOffice.deliverLate();
      expect(await month.settle(90_000)).toBe(true);

      const sent = month.sandbox.mailbox({ limit: 100_000 });
      const wrongs = staff.flatMap(({ email }) =>
        wrongsOf(sent.filter(({ to }) => to === email).map(({ at }) => at)),
      );
      expect(wrongs).toEqual([]);
      const endings = [...(await month.endings()).values()];
      expect(endings).toHaveLength(PEOPLE);
      expect(endings.filter(({ state }) => !['activated', 'expired'].includes(state))).toEqual([]);
      expect(endings.filter(({ uuid }) => uuid === null)).toEqual([]);
    } finally {
      await crew.close();
      await month.close();
    }
  });
});

/**
 * What a person was sent that they should not have been, from the times of all their messages. A call that was under way
 * when the clock moved on arrives a step late, as if it had taken hours: its message may be that of the slot before.
 */
function wrongsOf(messages: readonly number[]): string[] {
  const [first, ...again] = [...messages].sort((a, b) => a - b);
  if (first === undefined) return ['somebody was never invited'];
  const slotAt = (at: number) => AFTER_MS.findLastIndex((afterMs) => first + afterMs <= at);
  const used = new Set<number>();
  for (const at of again) {
    const slot = [slotAt(at - STEP_MS), slotAt(at)].find((one) => one !== -1 && !used.has(one));
    if (slot === undefined)
      return ['somebody was written to twice in one slot, or before the first'];
    used.add(slot);
  }
  return [];
}
