import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { paceMemory } from '../../jobs/pace-memory.js';
import type { Pace } from '../../src/invite/pace.js';
import { recallPace } from '../../src/ledger/learnt-pace.js';
import { createLog } from '../../src/observe/log.js';
import { read } from '../../src/queue/learnt-rate.js';
import { Pacer } from '../../src/queue/pacer.js';
import { ENGINES, openTestBed, type TestBed } from '../support/engines.js';
import { ScriptedSchedule } from './scripted-schedule.js';

const PACE: Pace = { intervalUs: 1_000, burst: 1 };

/** Meets as many 429s, with a call let through before each. */
async function refusedOften(pacer: Pacer, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await pacer.turn();
    pacer.passed(performance.now());
    await pacer.hold(1);
  }
}

describe.each(ENGINES)('what 429s have taught, on %s', (kind) => {
  let bed: TestBed;
  beforeAll(async () => {
    bed = await openTestBed(kind);
  });
  afterAll(() => bed.close());

  test('is known to all processes, and to the ledger', async () => {
    const budget = randomUUID();
    const memory = paceMemory(bed.ledger.pool, budget, createLog('silent'));
    const pacer = new Pacer(bed.engine.schedule(budget), () => PACE, Math.random, { memory });
    await refusedOften(pacer, 4);
    const { learnt } = await bed.engine.schedule(budget).reserve(0, PACE, 0);
    expect(learnt).not.toBeNull();
    expect(read(learnt ?? '')).toMatchObject({ row: 4 });
    expect(await recallPace(bed.ledger.pool, budget)).toBe(learnt);
    pacer.close();
  });

  test('is told to an engine that has forgotten it', async () => {
    const budget = randomUUID();
    const memory = paceMemory(bed.ledger.pool, budget, createLog('silent'));
    await memory.keep(slow(20));
    const pacer = new Pacer(bed.engine.schedule(budget), () => PACE, Math.random, { memory });
    await pacer.turn();
    await pacer.turn();
    expect(await bed.engine.schedule(budget).reserve(0, PACE, 0)).toMatchObject({
      learnt: slow(20),
    });
    pacer.close();
  });
});

/** What a process writes down that has found so many calls a second. */
function slow(settled: number): string {
  const rates = { settled, start: settled, refused: settled };
  return JSON.stringify({ ...rates, at: 0, row: 1, tries: 0, isWindow: false });
}

describe('the pacer', () => {
  test('asks for slots at the rate that another process has learnt', async () => {
    const schedule = new ScriptedSchedule();
    schedule.learnt = slow(20);
    const pacer = new Pacer(schedule, () => PACE);
    const [first, second] = [pacer.take(), pacer.take()];
    (await schedule.question(0)).grant([0], 0);
    const { pace, grant } = await schedule.question(1);
    expect(pace.intervalUs).toBeCloseTo(50_000);
    grant([0], 0);
    await Promise.all([first, second]);
  });

  test('begins with what the ledger knows', async () => {
    const schedule = new ScriptedSchedule();
    const memory = { recall: async () => slow(20), keep: async () => undefined };
    const pacer = new Pacer(schedule, () => PACE, Math.random, { memory });
    const taken = pacer.take();
    const { pace, grant } = await schedule.question(0);
    expect(pace.intervalUs).toBeCloseTo(50_000);
    grant([0], 0);
    await taken;
  });

  test('takes what it cannot read for nothing learnt', async () => {
    const schedule = new ScriptedSchedule();
    schedule.learnt = '{"of":"another version"}';
    const pacer = new Pacer(schedule, () => PACE);
    const taken = pacer.take();
    (await schedule.question(0)).grant([0], 0);
    await taken;
    await pacer.hold(1);
    expect(read(schedule.learnt ?? '')).toMatchObject({ settled: expect.closeTo(1_000) });
  });

  test('lets the pause grow only as long as nothing gets through', async () => {
    const schedule = new ScriptedSchedule();
    const pacer = new Pacer(schedule, () => PACE);
    await pacer.hold(null);
    pacer.passed(performance.now());
    await pacer.hold(null);
    await pacer.hold(null);
    expect(schedule.holds.map(({ policy }) => policy.quietMs)).toEqual([60_000, 0, 60_000]);
  });

  test('learns nothing from answers that come late, of calls from before the hold', async () => {
    const schedule = new ScriptedSchedule();
    const pacer = new Pacer(schedule, () => PACE);
    const sentAt = performance.now() - 1_000;
    pacer.passed(sentAt);
    await pacer.hold(1, sentAt);
    const { learnt } = schedule;
    pacer.passed(sentAt);
    await pacer.hold(1, sentAt);
    expect(schedule.learnt).toBe(learnt);
    pacer.passed(performance.now());
    await pacer.hold(1);
    expect(schedule.learnt).not.toBe(learnt);
    expect(schedule.holds.map(({ policy }) => policy.quietMs)).toEqual([0, 60_000, 0]);
  });

  test('takes such an answer for the same hold, but keeps a time that it names', async () => {
    const schedule = new ScriptedSchedule();
    const pacer = new Pacer(schedule, () => PACE);
    const sentAt = performance.now() - 1_000;
    await pacer.hold(null, sentAt);
    expect(await pacer.hold(null, sentAt)).toBe(0);
    await pacer.hold(5_000, sentAt);
    expect(schedule.holds.map(({ pauseMs }) => pauseMs)).toEqual([null, 5_000]);
  });

  test('that is fixed learns nothing, and keeps its pace', async () => {
    const schedule = new ScriptedSchedule();
    schedule.learnt = slow(20);
    const pacer = new Pacer(schedule, () => PACE, Math.random, { isFixed: true });
    const [first, second] = [pacer.take(), pacer.take()];
    (await schedule.question(0)).grant([0], 0);
    const { pace, grant } = await schedule.question(1);
    expect(pace).toEqual(PACE);
    grant([0], 0);
    await Promise.all([first, second]);
    pacer.passed(performance.now());
    await pacer.hold(1);
    expect(schedule.learnt).toBe(slow(20));
  });
});
