import { describe, expect, test } from '@jest/globals';
import { ManualClock } from '../../src/sandbox/index.js';
import { bodyFor, call, openSandbox, preRegister } from './calling.js';
import { ADA } from './signing-in.js';

describe('users that are seeded', () => {
  test('are there as if they had come before, and leave the counts of calls alone', async () => {
    const sandbox = await openSandbox();
    const seeds = [
      { identifier: 'Ada@Example.com', profile: { firstName: 'Ada' }, activated: true },
      { identifier: '+49 151 1234 5678', authType: 'sms' },
      { count: 3 },
    ];
    const reply = await call(sandbox, 'POST', '/sandbox/users', seeds);
    expect(reply.status).toBe(201);
    expect(JSON.parse(reply.text)).toEqual({ created: 5, users: 5 });
    expect(sandbox.user(ADA)).toMatchObject({
      activatedAt: expect.any(Number),
      profile: { firstName: 'Ada' },
      identities: [{ clientId: 'sandbox', linked: true, created: 0, messages: 0 }],
    });
    expect(sandbox.user('+4915112345678')).toMatchObject({ authType: 'sms', activatedAt: null });
    expect(sandbox.user('person.3@example.com')).toBeDefined();
    expect(sandbox.account()).toMatchObject({ calls: 0, users: { created: 0, messages: 0 } });
    expect((await preRegister(sandbox, bodyFor(ADA))).status).toBe(200);
    expect(sandbox.seedUsers({ count: 4 })).toBe(1);
  });

  test.each([
    [{ identifier: 'nonsense' }],
    [[{ identifier: ADA }, { identifier: '12', authType: 'sms' }]],
    [{ count: 0 }],
    [{ identifier: ADA, clientId: 'nobody' }],
  ])('are refused all together where one is wrong: %j', async (seeds) => {
    const sandbox = await openSandbox();
    const reply = await call(sandbox, 'POST', '/sandbox/users', seeds);
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.text).error.code).toBe('SANDBOX_USERS_INVALID');
    expect(sandbox.account().users.users).toBe(0);
  });
});

describe('people activate', () => {
  test('by identifier, once', async () => {
    const sandbox = await openSandbox();
    sandbox.seedUsers({ count: 3 });
    const identifiers = ['person.1@example.com', 'PERSON.2@example.com'];
    expect(sandbox.activate({ identifiers })).toEqual({ activated: 2, scheduled: 0 });
    expect(sandbox.activate({ identifiers })).toEqual({ activated: 0, scheduled: 0 });
    expect(sandbox.account().users.activated).toBe(2);
  });

  test('by share, the same ones for the same seed', async () => {
    const activated = async (seed: number) => {
      const sandbox = await openSandbox({ seed });
      sandbox.seedUsers({ count: 400 });
      sandbox.activate({ share: 0.25 });
      return [...sandbox.identities()].flatMap(({ identifier, activatedAt }) =>
        activatedAt === null ? [] : [identifier],
      );
    };
    const first = await activated(1);
    expect(first.length).toBeGreaterThan(60);
    expect(first.length).toBeLessThan(140);
    expect(await activated(1)).toEqual(first);
    expect(await activated(2)).not.toEqual(first);
  });

  test('over time, by the clock, which can be advanced over HTTP', async () => {
    const clock = new ManualClock();
    const sandbox = await openSandbox({ clock });
    sandbox.seedUsers({ count: 200 });
    const reply = await call(sandbox, 'POST', '/sandbox/activations', { share: 1, overMs: 60_000 });
    expect(JSON.parse(reply.text)).toEqual({ activated: 0, scheduled: 200 });
    const seen: number[] = [];
    for (let step = 0; step < 4; step++) {
      const advanced = await call(sandbox, 'POST', '/sandbox/clock', { advanceMs: 15_000 });
      expect(JSON.parse(advanced.text)).toEqual({ now: clock.now(), manual: true });
      seen.push(sandbox.account().users.activated);
    }
    expect(seen.at(-1)).toBe(200);
    expect(seen).toEqual([...seen].sort((one, other) => one - other));
    expect(seen[1]).toBeGreaterThan(60);
    expect(seen[1]).toBeLessThan(140);
    const times = [...sandbox.identities()].map(({ activatedAt }) => activatedAt ?? 0);
    expect(new Set(times).size).toBeGreaterThan(190);
  });

  test('after their messages, by the setting', async () => {
    const clock = new ManualClock();
    const activation = { share: 1, afterMs: { min: 60_000, max: 120_000 } };
    const sandbox = await openSandbox({ clock, activation });
    await preRegister(sandbox, bodyFor(ADA));
    clock.advance(59_999);
    expect(sandbox.user(ADA)?.activatedAt).toBeNull();
    clock.advance(60_001);
    expect(sandbox.user(ADA)?.activatedAt).toBeLessThanOrEqual(clock.now());
    expect(sandbox.account().users.activated).toBe(1);
  });

  test('of the client that is named only', async () => {
    const clients = [
      { clientId: 'hr', secret: 'x' },
      { clientId: 'shop', secret: 'x' },
    ];
    const sandbox = await openSandbox({ clients });
    sandbox.seedUsers([{ count: 2 }, { count: 3, startAt: 10, clientId: 'shop' }]);
    expect(sandbox.activate({ share: 1, clientId: 'shop' })).toEqual({
      activated: 3,
      scheduled: 0,
    });
  });

  test.each([
    [{ share: 2 }, 400, 'SANDBOX_ACTIVATION_INVALID'],
    [{ identifiers: [] }, 400, 'SANDBOX_ACTIVATION_INVALID'],
    [{ identifiers: ['person.1@example.com', 'nobody@example.com'] }, 404, 'SANDBOX_USER_UNKNOWN'],
  ])('not for %j', async (request, status, code) => {
    const sandbox = await openSandbox();
    sandbox.seedUsers({ count: 1 });
    const reply = await call(sandbox, 'POST', '/sandbox/activations', request);
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.text).error.code).toBe(code);
    expect(sandbox.account().users.activated).toBe(0);
  });
});

test('a clock that runs by itself is not advanced', async () => {
  const sandbox = await openSandbox();
  const { text } = await call(sandbox, 'GET', '/sandbox/clock');
  expect(JSON.parse(text)).toEqual({ now: expect.any(Number), manual: false });
  const reply = await call(sandbox, 'POST', '/sandbox/clock', { advanceMs: 1 });
  expect(reply.status).toBe(409);
  expect(JSON.parse(reply.text).error.code).toBe('SANDBOX_CLOCK_RUNS');
});

test('a code for somebody unknown, or at an unknown client, is refused', async () => {
  const sandbox = await openSandbox();
  const request = { identifier: ADA, clientId: 'sandbox', redirectUri: 'https://app.example/' };
  expect((await call(sandbox, 'POST', '/sandbox/codes', request)).status).toBe(404);
  sandbox.seedUsers({ identifier: ADA });
  const code = await call(sandbox, 'POST', '/sandbox/codes', request);
  expect(code.status).toBe(201);
  const other = await call(sandbox, 'POST', '/sandbox/codes', { ...request, clientId: 'x' });
  expect(JSON.parse(other.text).error.code).toBe('SANDBOX_CODE_INVALID');
});
