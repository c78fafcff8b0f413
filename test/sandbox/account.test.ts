import { describe, expect, test } from '@jest/globals';
import { ManualClock } from '../../src/sandbox/index.js';
import { bodyFor, call, openSandbox, preRegister } from './calling.js';
import { until } from './until.js';

const NOON = Date.UTC(2026, 0, 1, 12);

describe('the account', () => {
  test('has totals by endpoint and status, and the first and last call', async () => {
    const clock = new ManualClock(NOON);
    const sandbox = await openSandbox({ clock });
    await preRegister(sandbox, bodyFor('ada@example.com'));
    clock.advance(500);
    await preRegister(sandbox, bodyFor('ada@example.com'));
    clock.advance(600);
    await preRegister(sandbox, '');
    await call(sandbox, 'GET', '/idp/v1/account/nothing');
    expect(sandbox.account()).toEqual({
      calls: 4,
      inFlight: 0,
      rateLimited: 0,
      firstCallAt: NOON,
      lastCallAt: NOON + 1_100,
      peakPerSecond: 3,
      statuses: { '200': 1, '201': 1, '400': 1, '404': 1 },
      faults: {},
      endpoints: {
        'pre-register': { calls: 3, statuses: { '200': 1, '201': 1, '400': 1 }, faults: {} },
        unknown: { calls: 1, statuses: { '404': 1 }, faults: {} },
      },
      clients: { sandbox: { calls: 3, rateLimited: 0 } },
      users: { users: 1, created: 1, existing: 1, inUse: 0, resent: 0, messages: 1, activated: 0 },
    });
  });

  test('remembers the last calls, no more than it is told to, and nobody by name', async () => {
    const sandbox = await openSandbox({ recentCalls: 3 });
    for (let index = 0; index < 5; index++) {
      await preRegister(sandbox, bodyFor(`person.${index}@example.com`));
    }
    expect(sandbox.recentCalls().map(({ number }) => number)).toEqual([3, 4, 5]);
    const { text } = await call(sandbox, 'GET', '/sandbox/requests');
    expect(JSON.parse(text)).toEqual(sandbox.recentCalls());
    expect(text).not.toContain('example.com');
  });

  test('can be told to remember none', async () => {
    const sandbox = await openSandbox({ recentCalls: 0 });
    await preRegister(sandbox, bodyFor('ada@example.com'));
    expect(sandbox.recentCalls()).toEqual([]);
    expect(sandbox.account().calls).toBe(1);
  });

  test('knows a caller who left before the answer, and that the work was done', async () => {
    const clock = new ManualClock();
    const sandbox = await openSandbox({ clock, latencyMs: { min: 50, max: 50 } });
    const leave = new AbortController();
    const url = `${sandbox.url}/idp/v1/account/pre-register`;
    const authorization = `Basic ${btoa('sandbox:sandbox-secret')}`;
    const answer = fetch(url, {
      method: 'POST',
      body: JSON.stringify(bodyFor('ada@example.com')),
      headers: { 'content-type': 'application/json', authorization },
      signal: leave.signal,
    });
    await until(() => clock.waiting === 1);
    leave.abort();
    await expect(answer).rejects.toThrow();
    // The server learns of it in its own time; a call that is made later on a new connection is seen later.
    await call(sandbox, 'GET', '/sandbox/account');
    clock.advance(50);
    expect(sandbox.account()).toMatchObject({
      inFlight: 0,
      statuses: { 'client-gone': 1 },
      users: { created: 1 },
    });
  });

  test('counts a body that is too large', async () => {
    const sandbox = await openSandbox();
    const { status } = await preRegister(sandbox, `"${'x'.repeat(2 ** 20)}"`);
    expect(status).toBe(413);
    expect(sandbox.account().endpoints['pre-register']).toMatchObject({ statuses: { '413': 1 } });
  });

  test('of calls that were under way at a reset is not mixed with what comes after', async () => {
    const clock = new ManualClock();
    const sandbox = await openSandbox({ clock, latencyMs: { min: 50, max: 50 } });
    const answer = preRegister(sandbox, bodyFor('ada@example.com'));
    await until(() => clock.waiting === 1);
    sandbox.reset();
    clock.advance(50);
    expect((await answer).status).toBe(201);
    expect(sandbox.account()).toMatchObject({ calls: 0, inFlight: 0, statuses: {} });
  });
});
