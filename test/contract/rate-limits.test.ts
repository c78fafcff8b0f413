import { describe, expect, test } from '@jest/globals';
import type { RateLimit, SandboxOptions } from '../../src/sandbox/index.js';
import { ADA, bothSides, errorOf, invite, outcome } from './both-sides.js';
import { signedIn } from './signed-in.js';

const TEN_A_MINUTE: RateLimit = { calls: 10, per: 'minute', burst: 2 };

/** Both sides under a limit, and an invitation of the next person. */
async function limited(options: SandboxOptions) {
  const sides = await bothSides(options);
  const client = sides.client();
  let people = 0;
  const next = () => {
    people += 1;
    return invite(client, { profileFields: { emailAddress: `person.${people}@example.com` } });
  };
  /** What each of so many calls meant, made one after the other at the same moment. */
  const burst = async (calls: number) => {
    const kinds: string[] = [];
    for (let count = 0; count < calls; count++) kinds.push((await outcome(next())).kind);
    return kinds;
  };
  return { ...sides, next, burst };
}

describe('a token bucket', () => {
  test('lets the burst pass, answers the excess 429, and holds the queue [rate-limiting-overview]', async () => {
    const { burst } = await limited({ rateLimit: TEN_A_MINUTE });
    expect(await burst(4)).toEqual(['invited', 'invited', 'hold', 'hold']);
  });

  test('gives one token for each call back at the steady rate, up to the burst [rate-limiting-overview]', async () => {
    const { clock, burst } = await limited({ rateLimit: TEN_A_MINUTE });
    await burst(2);
    clock.advance(6_000);
    expect(await burst(2)).toEqual(['invited', 'hold']);
    clock.advance(3_600_000);
    expect(await burst(3)).toEqual(['invited', 'invited', 'hold']);
  });

  test.each([
    ['second', 1_000],
    ['minute', 60_000],
    ['hour', 3_600_000],
  ] as const)(
    'may count by the %s [rate-limiting-overview, secure-edge-guard]',
    async (per, ms) => {
      const { clock, burst } = await limited({ rateLimit: { calls: 1, per } });
      expect(await burst(2)).toEqual(['invited', 'hold']);
      clock.advance(ms - 1);
      expect(await burst(1)).toEqual(['hold']);
      clock.advance(1);
      expect(await burst(1)).toEqual(['invited']);
    },
  );

  test('is the client id’s own: another client is not slowed by it [rate-limiting-overview]', async () => {
    const { client, burst } = await limited({
      rateLimit: { calls: 1, per: 'hour' },
      clients: [
        { clientId: 'sandbox', secret: 'sandbox-secret' },
        { clientId: 'shop', secret: 'shop-secret' },
      ],
    });
    expect(await burst(2)).toEqual(['invited', 'hold']);
    const shop = client({ clientId: 'shop', clientSecret: 'shop-secret' });
    expect(await outcome(invite(shop))).toMatchObject({ kind: 'invited' });
  });

  test('counts every kind of call of one client id [rate-limiting-overview, docs/api-profile]', async () => {
    const { sandbox, client, accessToken } = await signedIn();
    const api = client();
    const calls = [
      () => invite(api),
      () => api.getProfile({ accessToken }),
      () => api.updateProfile({ accessToken, profileFields: { firstName: 'Ada' } }),
      () => api.resendVerification({ userId: ADA }),
      () => api.exchangeCode({ code: 'x', userId: ADA }),
      () => api.exchangeHostedCode({ code: 'x' }),
      () => api.refresh({ refreshToken: 'x' }),
    ];
    for (const [index, call] of calls.entries()) {
      // The whole budget is one call, made by another kind than the one that meets the 429.
      sandbox.configure({ rateLimit: { calls: 1, per: 'hour' } });
      const other = calls[(index + 1) % calls.length] ?? call;
      await other().catch(() => undefined);
      expect(await errorOf(call())).toMatchObject({ kind: 'rate-limited', status: 429 });
    }
  });
});

describe('a window', () => {
  // Two a minute, called at 0, 59, 60, 61 and 119 s: fixed ones turn at 60 s, sliding ones with the first call.
  test.each([
    ['fixed-window', ['invited', 'invited', 'invited', 'invited', 'hold']],
    ['sliding-window', ['invited', 'invited', 'invited', 'hold', 'invited']],
  ] as const)(
    '%s holds the queue where it is full, as a tenant may count that way [secure-edge-guard]',
    async (kind, expected) => {
      const { clock, burst } = await limited({ rateLimit: { calls: 2, per: 'minute', kind } });
      const kinds: string[] = [];
      for (const waitMs of [0, 59_000, 1_000, 1_000, 58_000]) {
        clock.advance(waitMs);
        kinds.push(...(await burst(1)));
      }
      expect(kinds).toEqual(expected);
    },
  );

  test.each(['fixed-window', 'sliding-window'] as const)(
    '%s says when it opens, and the call that waits so long passes [inferred]',
    async (kind) => {
      const { clock, next } = await limited({ rateLimit: { calls: 1, per: 'minute', kind } });
      await next();
      clock.advance(12_345);
      const { retryAfterMs } = await errorOf(next());
      expect(retryAfterMs).toBe(48_000);
      clock.advance(retryAfterMs ?? 0);
      expect(await outcome(next())).toMatchObject({ kind: 'invited' });
    },
  );
});

describe('a 429', () => {
  test.each([
    ['in seconds', 'seconds', 6_000],
    ['as a date', 'date', 6_000],
    ['not at all', 'none', null],
  ] as const)(
    'is understood where it says when to come again %s [inferred]',
    async (_, retryAfter, retryAfterMs) => {
      const { next, burst } = await limited({ rateLimit: TEN_A_MINUTE, retryAfter });
      await burst(2);
      expect(await errorOf(next())).toMatchObject({
        kind: 'rate-limited',
        status: 429,
        retryAfterMs,
        canRetry: true,
        mayHaveTakenEffect: false,
      });
      expect(await outcome(next())).toEqual({ kind: 'hold', retryAfterMs });
    },
  );

  test.each(['seconds', 'date'] as const)(
    'that is obeyed (%s) is not followed by another [inferred]',
    async (retryAfter) => {
      const { clock, next, burst } = await limited({ rateLimit: TEN_A_MINUTE, retryAfter });
      await burst(2);
      clock.advance(1_234);
      const { retryAfterMs } = await errorOf(next());
      clock.advance(retryAfterMs ?? 0);
      expect(await outcome(next())).toMatchObject({ kind: 'invited' });
    },
  );

  test('has invited nobody [rate-limiting-overview]', async () => {
    const { sandbox, burst } = await limited({ rateLimit: { calls: 1, per: 'hour' } });
    await burst(3);
    expect(sandbox.account()).toMatchObject({
      calls: 3,
      rateLimited: 2,
      users: { created: 1, messages: 1 },
    });
  });
});
