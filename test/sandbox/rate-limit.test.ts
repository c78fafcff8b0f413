import { describe, expect, test } from '@jest/globals';
import { ManualClock } from '../../src/sandbox/index.js';
import { basic, bodyFor, openSandbox, preRegister } from './calling.js';
import { until } from './until.js';

const TEN_A_MINUTE = { calls: 10, per: 'minute' as const, burst: 2 };

async function limited(options = {}) {
  const clock = new ManualClock(Date.UTC(2026, 0, 1, 12, 0, 0));
  const sandbox = await openSandbox({ clock, rateLimit: TEN_A_MINUTE, ...options });
  let people = 0;
  const next = () => preRegister(sandbox, bodyFor(`person.${people++}@example.com`));
  return { clock, sandbox, next };
}

describe('the limit', () => {
  test('lets a burst through, then as much as flows back', async () => {
    const { clock, sandbox, next } = await limited();
    const statuses: number[] = [];
    for (const wait of [0, 0, 0, 5_999, 1, 0, 60_000, 0, 0]) {
      clock.advance(wait);
      statuses.push((await next()).status);
    }
    expect(statuses).toEqual([201, 201, 429, 429, 201, 429, 201, 201, 429]);
    expect(sandbox.account()).toMatchObject({
      calls: 9,
      rateLimited: 4,
      clients: { sandbox: { calls: 9, rateLimited: 4 } },
      users: { users: 5 },
    });
  });

  test.each([
    ['seconds' as const, '6'],
    ['date' as const, 'Thu, 01 Jan 2026 12:00:06 GMT'],
    ['none' as const, null],
  ])('says when to come again as %s', async (retryAfter, expected) => {
    const { next } = await limited({ retryAfter });
    await next();
    await next();
    const refused = await next();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe(expected);
    expect(JSON.parse(refused.text)).toMatchObject({ error: 'http_exception' });
  });

  test('is kept for every client by itself, and a client may have its own', async () => {
    const clock = new ManualClock();
    const clients = [
      { clientId: 'sandbox', secret: 'sandbox-secret' },
      { clientId: 'hr', secret: 'hr-secret' },
      { clientId: 'free', secret: 'free-secret', rateLimit: null },
    ];
    const rateLimit = { calls: 1, per: 'hour' as const, burst: 1 };
    const sandbox = await openSandbox({ clock, clients, rateLimit });
    const as = (client_id: string) =>
      preRegister(sandbox, bodyFor('ada@example.com', { client_id }), {
        authorization: basic(client_id, `${client_id}-secret`),
      });
    const statuses: number[] = [];
    for (const client of ['sandbox', 'sandbox', 'hr', 'hr', 'free', 'free', 'free']) {
      statuses.push((await as(client)).status);
    }
    expect(statuses).toEqual([201, 429, 200, 429, 200, 200, 200]);
  });

  test('is counted for refused calls as well, and checked before the answer is delayed', async () => {
    const { clock, sandbox } = await limited({ latencyMs: { min: 1_000, max: 1_000 } });
    const slow = [preRegister(sandbox, {}), preRegister(sandbox, {})];
    await until(() => clock.waiting === 2);
    expect((await preRegister(sandbox, {})).status).toBe(429);
    expect(sandbox.account().inFlight).toBe(2);
    clock.advance(1_000);
    expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([422, 422]);
  });

  test('takes effect at once when it is changed; other changes leave it alone', async () => {
    const { sandbox, next } = await limited();
    await next();
    await next();
    sandbox.configure({ uuidTrailingSpace: true });
    expect((await next()).status).toBe(429);
    sandbox.configure({ rateLimit: { calls: 5, per: 100, burst: 1 } });
    expect([(await next()).status, (await next()).status]).toEqual([201, 429]);
    sandbox.configure({ rateLimit: null });
    expect((await next()).status).toBe(201);
  });
});
