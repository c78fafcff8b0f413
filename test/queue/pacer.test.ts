import { describe, expect, test } from '@jest/globals';
import type { Pace } from '../../src/invite/pace.js';
import { Pacer, type Slot } from '../../src/queue/pacer.js';
import { until } from '../support/until.js';
import { ScriptedSchedule } from './scripted-schedule.js';

const PACE: Pace = { intervalUs: 1_000, burst: 1 };
/** Later than any test lasts. */
const FAR_MS = 60_000;

function paced(pace: () => Pace = () => PACE) {
  const schedule = new ScriptedSchedule();
  return { schedule, pacer: new Pacer(schedule, pace, () => 0.25) };
}

/** The place in line of each taker, in the order in which they got their slots. */
function servedInOrder(pacer: Pacer, takers: number): { served: number[]; all: Promise<Slot[]> } {
  const served: number[] = [];
  const all = Array.from({ length: takers }, async (_, place) => {
    const slot = await pacer.take();
    served.push(place);
    return slot;
  });
  return { served, all: Promise.all(all) };
}

describe('the line for slots', () => {
  test('is served in the order in which it came', async () => {
    const { schedule, pacer } = paced();
    const { served, all } = servedInOrder(pacer, 5);
    (await schedule.question(0)).grant([0], 0);
    (await schedule.question(1)).grant([0, 1], 0);
    (await schedule.question(2)).grant([0, 1], 0);
    await all;
    expect(served).toEqual([0, 1, 2, 3, 4]);
  });

  test('has one negotiator, who asks for all that stand in it', async () => {
    const { schedule, pacer } = paced();
    const { all } = servedInOrder(pacer, 60);
    (await schedule.question(0)).grant([0], 0);
    const { slots, grant } = await schedule.question(1);
    expect(slots).toBe(59);
    expect(schedule.asked).toHaveLength(2);
    grant(Array(59).fill(0), 0);
    await all;
    expect(schedule.asked).toHaveLength(2);
  });

  test('asks for at most a hundred slots in one round trip', async () => {
    const { schedule, pacer } = paced();
    const { all } = servedInOrder(pacer, 150);
    (await schedule.question(0)).grant([0], 0);
    const { slots, grant } = await schedule.question(1);
    expect(slots).toBe(100);
    grant(Array(100).fill(0), 0);
    (await schedule.question(2)).grant(Array(49).fill(0), 0);
    expect(await all).toHaveLength(150);
  });

  test('asks again when the schedule has room, and not before', async () => {
    const { schedule, pacer } = paced();
    const slot = pacer.take();
    const full = await schedule.question(0);
    const answeredAt = performance.now();
    full.grant([], full.lookaheadMs + 50);
    const { grant } = await schedule.question(1);
    // Timers may be a millisecond early.
    expect(performance.now() - answeredAt).toBeGreaterThanOrEqual(49);
    grant([0], 0);
    await slot;
  });

  test('asks with the pace of the moment', async () => {
    const paces = [PACE, { intervalUs: 5, burst: 2 }];
    const { schedule, pacer } = paced(() => paces.shift() ?? PACE);
    const { all } = servedInOrder(pacer, 2);
    (await schedule.question(0)).grant([0], 0);
    (await schedule.question(1)).grant([0], 0);
    await all;
    expect(schedule.asked.map(({ pace }) => pace.intervalUs)).toEqual([1_000, 5]);
  });
});

describe('the first call of a process', () => {
  const cold = () => {
    const schedule = new ScriptedSchedule();
    const options = { firstAloneMs: FAR_MS };
    return {
      schedule,
      pacer: new Pacer(
        schedule,
        () => PACE,
        () => 0.25,
        options,
      ),
    };
  };

  test.each([
    ['passed', (pacer: Pacer) => pacer.passed(performance.now())],
    ['refused', (pacer: Pacer) => void pacer.hold(1)],
  ])('goes alone, until it is %s', async (_, answer) => {
    const { schedule, pacer } = cold();
    const { served, all } = servedInOrder(pacer, 5);
    (await schedule.question(0)).grant([0], 0);
    await until('the first has its slot', () => served.length === 1);
    expect(schedule.asked).toHaveLength(1);
    answer(pacer);
    const others = await schedule.question(1);
    expect(others.slots).toBe(4);
    others.grant([0, 1, 2, 3], 0);
    await all;
  });

  test('keeps nobody from closing', async () => {
    const { schedule, pacer } = cold();
    const { all } = servedInOrder(pacer, 2);
    (await schedule.question(0)).grant([0], 0);
    pacer.close();
    await expect(all).rejects.toThrow('aborted');
  });

  test('holds up the others for so long at most', async () => {
    const schedule = new ScriptedSchedule();
    const pacer = new Pacer(
      schedule,
      () => PACE,
      () => 0.25,
      { firstAloneMs: 20 },
    );
    const { all } = servedInOrder(pacer, 3);
    (await schedule.question(0)).grant([0], 0);
    (await schedule.question(1)).grant([0, 1], 0);
    await all;
  });
});

describe('a slot', () => {
  test('is reached when it begins', async () => {
    const { schedule, pacer } = paced(() => ({ intervalUs: 10_000_000, burst: 1 }));
    const taken = pacer.take();
    (await schedule.question(0)).grant([30], 0);
    const slot = await taken;
    expect(await pacer.reached(slot)).toBe('in-time');
    expect(performance.now()).toBeGreaterThanOrEqual(slot.at - 1);
  });

  test('that is given back goes to the next in line', async () => {
    const { schedule, pacer } = paced();
    const [first, second] = [pacer.take(), pacer.take()];
    (await schedule.question(0)).grant([FAR_MS], 0);
    const slot = await first;
    pacer.giveBack(slot);
    expect(await second).toBe(slot);
  });

  test('that is given back when nobody waits is kept for who comes next', async () => {
    const { schedule, pacer } = paced();
    const taken = pacer.take();
    (await schedule.question(0)).grant([FAR_MS], 0);
    const slot = await taken;
    pacer.giveBack(slot);
    expect(await pacer.take()).toBe(slot);
    expect(schedule.asked).toHaveLength(1);
  });

  test('that was missed by more than two intervals is late', async () => {
    const { pacer } = paced(() => ({ intervalUs: 1_000_000, burst: 1 }));
    expect(await pacer.reached({ at: performance.now() - 500 })).toBe('in-time');
    expect(await pacer.reached({ at: performance.now() - 2_100 })).toBe('late');
  });

  test('that is given back too late is lost: with the next one it would make a burst', async () => {
    const { schedule, pacer } = paced();
    const waiting = pacer.take();
    const overdue = { at: performance.now() - 1_000 };
    pacer.giveBack(overdue);
    (await schedule.question(0)).grant([FAR_MS], 0);
    expect(await waiting).not.toBe(overdue);
    pacer.giveBack(overdue);
    const next = pacer.take();
    (await schedule.question(1)).grant([FAR_MS], 0);
    expect(await next).not.toBe(overdue);
  });

  test('that is lost does not keep a good one from who comes next', async () => {
    const { schedule, pacer } = paced();
    const good = { at: performance.now() + FAR_MS };
    pacer.giveBack({ at: performance.now() - 15 });
    pacer.giveBack(good);
    await pacer.reached({ at: performance.now() + 30 });
    expect(await pacer.take()).toBe(good);
    expect(schedule.asked).toEqual([]);
  });
});

describe('a hold', () => {
  test('is told to the schedule, with the time that the server named or none', async () => {
    const { schedule, pacer } = paced();
    schedule.holdMs = 7_000;
    expect(await pacer.hold(7_000)).toBe(7_000);
    await pacer.hold(null);
    expect(schedule.holds.map(({ pauseMs }) => pauseMs)).toEqual([7_000, null]);
    expect(schedule.holds[0]).toMatchObject({
      random: 0.25,
      policy: { baseMs: 1_000, capMs: 60_000, quietMs: 60_000 },
    });
  });

  test('voids the slots that begin before its end', async () => {
    const { schedule, pacer } = paced();
    const { all } = servedInOrder(pacer, 2);
    (await schedule.question(0)).grant([20], 0);
    (await schedule.question(1)).grant([FAR_MS], 0);
    const [early, late] = await all;
    schedule.holdMs = FAR_MS / 2;
    await pacer.hold(null);
    expect(await pacer.reached(early ?? { at: 0 })).toBe('held');
    pacer.giveBack(late ?? { at: 0 });
    expect(await pacer.take()).toBe(late);
  });

  test('takes the slots away that were given back before it', async () => {
    const { schedule, pacer } = paced();
    pacer.giveBack({ at: performance.now() + 1_000 });
    schedule.holdMs = FAR_MS;
    await pacer.hold(null);
    const taken = pacer.take();
    (await schedule.question(0)).grant([FAR_MS + 1_000], 0);
    expect((await taken).at).toBeGreaterThan(performance.now() + FAR_MS / 2);
  });

  test('lets nobody in line have a slot that it voids', async () => {
    const { schedule, pacer } = paced();
    const taken = pacer.take();
    const { grant } = await schedule.question(0);
    schedule.holdMs = FAR_MS;
    await pacer.hold(null);
    grant([10], 0);
    (await schedule.question(1)).grant([FAR_MS + 1_000], 0);
    expect((await taken).at).toBeGreaterThan(performance.now() + FAR_MS / 2);
  });
});

describe('the end', () => {
  test('sends everybody in line away with an AbortError', async () => {
    const { schedule, pacer } = paced();
    const takes = [pacer.take(), pacer.take(), pacer.take()];
    pacer.close();
    for (const taken of takes) await expect(taken).rejects.toMatchObject({ name: 'AbortError' });
    (await schedule.question(0)).grant([0], 0);
    expect(schedule.asked).toHaveLength(1);
  });

  test('comes at once where the schedule is full for an hour', async () => {
    const { schedule, pacer } = paced();
    const taken = pacer.take();
    (await schedule.question(0)).grant([], 3_600_000);
    // One turn of the event loop, in which the negotiator goes to sleep.
    await new Promise((resolve) => setImmediate(resolve));
    pacer.close();
    await expect(taken).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('lets nobody stand in line any more', async () => {
    const { schedule, pacer } = paced();
    pacer.close();
    await expect(pacer.take()).rejects.toMatchObject({ name: 'AbortError' });
    expect(schedule.asked).toEqual([]);
  });
});

describe('an engine that cannot be asked', () => {
  test('rejects everybody in line with its error, and the next to come asks anew', async () => {
    const { schedule, pacer } = paced();
    const takes = [pacer.take(), pacer.take()];
    (await schedule.question(0)).fail(new Error('the engine is gone'));
    for (const taken of takes) await expect(taken).rejects.toThrow('the engine is gone');
    const next = pacer.take();
    (await schedule.question(1)).grant([0], 0);
    expect(await next).toEqual({ at: expect.any(Number) });
  });
});
