import { describe, expect, test } from '@jest/globals';
import { bodyFor, call, openSandbox, preRegister, uuidOf } from './calling.js';

const ADA = 'ada@example.com';

describe('the control over HTTP', () => {
  test('gives the same account as the library', async () => {
    const sandbox = await openSandbox();
    await preRegister(sandbox, bodyFor(ADA));
    const { text } = await call(sandbox, 'GET', '/sandbox/account');
    expect(JSON.parse(text)).toEqual(sandbox.account());
  });

  test('streams every identity as one line of JSON', async () => {
    const sandbox = await openSandbox();
    for (let index = 0; index < 500; index++) {
      await preRegister(sandbox, bodyFor(`person.${index}@example.com`));
    }
    const reply = await call(sandbox, 'GET', '/sandbox/users');
    expect(reply.headers.get('content-type')).toMatch(/ndjson/);
    const lines = reply.text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([...sandbox.identities()]);
    expect(lines).toHaveLength(500);
  });

  test('finds one user, however long the address and in any case', async () => {
    const sandbox = await openSandbox();
    const address = `${'a'.repeat(180)}@example.com`;
    const uuid = uuidOf(await preRegister(sandbox, bodyFor(address)));
    const found = await call(sandbox, 'GET', `/sandbox/users/${address.toUpperCase()}`);
    expect(JSON.parse(found.text)).toMatchObject({ uuid, identities: [{ created: 1 }] });
    const unknown = await call(sandbox, 'GET', '/sandbox/users/eve@example.com');
    expect(unknown.status).toBe(404);
    expect(JSON.parse(unknown.text).error.code).toBe('SANDBOX_USER_UNKNOWN');
  });

  test('changes the settings that it names, and answers with all of them', async () => {
    const sandbox = await openSandbox({ uuidTrailingSpace: true });
    const change = { existingUser: 'in-use', rateLimit: { calls: 6000, per: 'minute', burst: 5 } };
    const reply = await call(sandbox, 'PUT', '/sandbox/settings', change);
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.text)).toMatchObject({ ...change, uuidTrailingSpace: true });
    expect(sandbox.settings()).toMatchObject(change);
  });

  test('names everything that is wrong with a change, and makes none', async () => {
    const sandbox = await openSandbox();
    const change = { existingUser: 'no', rateLimit: { calls: 0, per: 'week' }, speed: 1 };
    const reply = await call(sandbox, 'PUT', '/sandbox/settings', change);
    expect(reply.status).toBe(400);
    const { error } = JSON.parse(reply.text);
    expect(error.code).toBe('SANDBOX_SETTINGS_INVALID');
    for (const name of ['existingUser', 'rateLimit.calls', 'rateLimit.per', 'speed']) {
      expect(error.message).toContain(name);
    }
    expect(sandbox.settings().existingUser).toBe('linked');
  });

  test.each([
    ['PUT', '/sandbox/settings', '{', 'SANDBOX_BODY_INVALID'],
    ['POST', '/sandbox/faults', '', 'SANDBOX_BODY_INVALID'],
    ['POST', '/sandbox/faults', '{"kind":"418"}', 'SANDBOX_FAULT_INVALID'],
    ['POST', '/sandbox/faults', '[{"kind":"500","share":2}]', 'SANDBOX_FAULT_INVALID'],
    ['POST', '/sandbox/faults', '{"kind":"500","endpoint":"x"}', 'SANDBOX_FAULT_INVALID'],
  ])('refuses %s %s with the body %j', async (method, path, body, code) => {
    const sandbox = await openSandbox();
    const reply = await call(sandbox, method, path, body);
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.text).error.code).toBe(code);
    expect(sandbox.faults()).toEqual([]);
  });

  test('adds, lists and clears faults', async () => {
    const sandbox = await openSandbox();
    const added = await call(sandbox, 'POST', '/sandbox/faults', [
      { kind: '500' },
      { kind: '503' },
    ]);
    expect(added.status).toBe(201);
    await preRegister(sandbox, bodyFor(ADA));
    const listed = await call(sandbox, 'GET', '/sandbox/faults');
    expect(JSON.parse(listed.text)).toEqual([
      { kind: '500', met: 1 },
      { kind: '503', met: 0 },
    ]);
    expect((await call(sandbox, 'DELETE', '/sandbox/faults')).status).toBe(204);
    expect(sandbox.faults()).toEqual([]);
  });

  test('a reset goes back to how it was started', async () => {
    const sandbox = await openSandbox({
      seed: 3,
      faults: [{ kind: '500', count: 1, afterCalls: 1 }],
    });
    const first = uuidOf(await preRegister(sandbox, bodyFor(ADA)));
    sandbox.configure({ uuidTrailingSpace: true });
    sandbox.addFaults({ kind: '429' });
    expect((await call(sandbox, 'POST', '/sandbox/reset')).status).toBe(204);
    expect(sandbox.account()).toMatchObject({ calls: 0, firstCallAt: null, users: { users: 0 } });
    expect(sandbox.faults()).toEqual([{ kind: '500', count: 1, afterCalls: 1, met: 0 }]);
    expect(uuidOf(await preRegister(sandbox, bodyFor(ADA)))).toBe(first);
  });

  test('is neither limited nor delayed, nor counted, even where it is used wrongly', async () => {
    const rateLimit = { calls: 1, per: 'hour' as const };
    const latencyMs = { min: 3_600_000, max: 3_600_000 };
    const sandbox = await openSandbox({ rateLimit, latencyMs });
    for (const path of ['account', 'requests', 'settings', 'faults', 'users', 'nothing']) {
      const { status } = await call(sandbox, 'GET', `/sandbox/${path}`);
      expect(status).toBe(path === 'nothing' ? 404 : 200);
    }
    expect(sandbox.account().calls).toBe(0);
  });
});
