import { describe, expect, test } from '@jest/globals';
import { FaultPlan } from '../../src/sandbox/faults/fault-plan.js';
import { type Fault, ManualClock, type Sandbox } from '../../src/sandbox/index.js';
import { bodyFor, call, openSandbox, preRegister, uuidOf } from './calling.js';
import { until } from './until.js';

const ADA = 'ada@example.com';

async function statuses(sandbox: Sandbox, calls: number): Promise<number[]> {
  const seen: number[] = [];
  for (let index = 0; index < calls; index++) {
    seen.push((await preRegister(sandbox, bodyFor(`person.${index}@example.com`))).status);
  }
  return seen;
}

describe('a fault', () => {
  test.each([
    ['429' as const, 429, 0],
    ['500' as const, 500, 0],
    ['503' as const, 503, 0],
    ['missing-uuid' as const, 201, 1],
    ['malformed-body' as const, 201, 1],
  ])('%s is answered with %i and leaves %i users behind', async (kind, status, users) => {
    const sandbox = await openSandbox({ faults: [{ kind }] });
    expect((await preRegister(sandbox, bodyFor(ADA))).status).toBe(status);
    expect(sandbox.account()).toMatchObject({
      users: { users },
      faults: { [kind]: 1 },
      endpoints: { 'pre-register': { statuses: { [status]: 1 }, faults: { [kind]: 1 } } },
    });
  });

  test.each([
    ['reset-before' as const, 0],
    ['reset-after' as const, 1],
  ])('%s cuts the connection and leaves %i users behind', async (kind, users) => {
    const sandbox = await openSandbox({ faults: [{ kind, count: 1 }] });
    await expect(preRegister(sandbox, bodyFor(ADA))).rejects.toMatchObject({
      cause: { code: 'ECONNRESET' },
    });
    expect(sandbox.account()).toMatchObject({ users: { users }, statuses: { reset: 1 } });
    const again = await preRegister(sandbox, bodyFor(ADA));
    expect(again.status).toBe(users === 0 ? 201 : 200);
  });

  test('slow answers late, and has done the work by then', async () => {
    const clock = new ManualClock();
    const sandbox = await openSandbox({ clock, faults: [{ kind: 'slow', slowMs: 20_000 }] });
    const answer = preRegister(sandbox, bodyFor(ADA));
    await until(() => clock.waiting === 1);
    expect(sandbox.user(ADA)).toBeDefined();
    clock.advance(19_999);
    expect(sandbox.account().inFlight).toBe(1);
    clock.advance(1);
    expect((await answer).status).toBe(201);
    expect(sandbox.recentCalls()).toMatchObject([{ fault: 'slow', durationMs: 20_000 }]);
  });

  test('malformed-body breaks the JSON off', async () => {
    const sandbox = await openSandbox({ faults: [{ kind: 'malformed-body' }] });
    const { text } = await preRegister(sandbox, bodyFor(ADA));
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  test('missing-uuid leaves nothing but the uuid out', async () => {
    const sandbox = await openSandbox({ faults: [{ kind: 'missing-uuid', count: 1 }] });
    expect((await preRegister(sandbox, bodyFor(ADA))).text).toBe('{}');
    expect(uuidOf(await preRegister(sandbox, bodyFor(ADA)))).toBe(sandbox.user(ADA)?.uuid);
  });

  test('429 says when to come again', async () => {
    const faults: Fault[] = [{ kind: '429', retryAfterMs: 7_000 }];
    const reply = await preRegister(await openSandbox({ faults }), bodyFor(ADA));
    expect(reply.headers.get('retry-after')).toBe('7');
  });
});

describe('faults meet', () => {
  test('a number of calls, after a number of calls', async () => {
    const sandbox = await openSandbox({ faults: [{ kind: '500', afterCalls: 1, count: 2 }] });
    expect(await statuses(sandbox, 5)).toEqual([201, 500, 500, 201, 201]);
    expect(sandbox.faults()).toEqual([{ kind: '500', afterCalls: 1, count: 2, met: 2 }]);
  });

  test('calls within a time', async () => {
    const clock = new ManualClock();
    const sandbox = await openSandbox({ clock });
    sandbox.addFaults({ kind: '429', startInMs: 1_000, durationMs: 10_000 });
    const seen: number[] = [];
    for (const wait of [0, 999, 1, 9_999, 1]) {
      clock.advance(wait);
      seen.push((await preRegister(sandbox, bodyFor(ADA))).status);
    }
    expect(seen).toEqual([201, 200, 429, 429, 200]);
  });

  test('only the endpoint that they name', () => {
    const plan = new FaultPlan(1);
    plan.add({ kind: '500', endpoint: 'pre-register' }, 0);
    expect(plan.pick('another', 0)).toBeNull();
    expect(plan.pick('pre-register', 0)).toMatchObject({ kind: '500' });
  });

  test('a share of the calls, the same ones for the same seed', async () => {
    const faults: Fault[] = [
      { kind: '500', share: 0.3 },
      { kind: '503', share: 0.3 },
    ];
    const first = await statuses(await openSandbox({ seed: 7, faults }), 200);
    const second = await statuses(await openSandbox({ seed: 7, faults }), 200);
    const other = await statuses(await openSandbox({ seed: 8, faults }), 200);
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
    const failed = first.filter((status) => status === 500).length;
    expect(failed).toBeGreaterThan(35);
    expect(failed).toBeLessThan(85);
  });

  test('nobody once they are cleared, and never the control', async () => {
    const sandbox = await openSandbox({ faults: [{ kind: '500' }] });
    expect(await statuses(sandbox, 1)).toEqual([500]);
    expect((await call(sandbox, 'GET', '/sandbox/account')).status).toBe(200);
    sandbox.clearFaults();
    expect(await statuses(sandbox, 1)).toEqual([201]);
  });
});
