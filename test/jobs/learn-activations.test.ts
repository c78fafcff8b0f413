import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startWorkers, type Workers } from '../../jobs/start-workers.js';
import type { ClientConfig } from '../../src/config/client-config.js';
import { Secret } from '../../src/config/secret.js';
import { saveClient } from '../../src/ledger/clients.js';
import { countStates } from '../../src/ledger/counts.js';
import { countEvents, recordEvent } from '../../src/ledger/events.js';
import { createLog } from '../../src/observe/log.js';
import { SweepQueue } from '../../src/queue/sweep-queue.js';
import { EVENT_TYPES, type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { clientConfig, rowOf, takeIn } from '../ledger/seed.js';
import { ENGINES, openTestBed, type TestBed } from '../support/engines.js';
import { until } from '../support/until.js';

const DAY_MS = 86_400_000;

describe.each(ENGINES)('workers on %s', (kind) => {
  let bed: TestBed;
  let sandbox: Sandbox;
  let workers: Workers;
  let sweeps: SweepQueue;
  let clientId: number;
  beforeEach(async () => {
    bed = await openTestBed(kind);
    sandbox = await startSandbox();
    sweeps = new SweepQueue(bed.engine);
    const client = configOf(sandbox);
    clientId = await saveClient(bed.ledger.pool, client);
    const rows = Array.from({ length: 6 }, (_, n) => rowOf(n + 2, `person${n}@example.com`));
    await takeIn(bed.ledger.pool, clientId, rows);
    const { ledger, engine } = bed;
    const log = createLog('silent');
    workers = await startWorkers({
      ledger,
      engine,
      clients: [client],
      concurrency: 4,
      window: 100,
      log,
    });
    await statesBecome({ invited: 6 });
  });
  afterEach(async () => {
    await sweeps.close();
    await workers.close();
    await sandbox.close();
    await bed.close();
  });

  const statesBecome = (states: Readonly<Record<string, number>>) =>
    until(`people are ${JSON.stringify(states)}`, async () => {
      await sweeps.soon();
      const now = await countStates(bed.ledger.pool, { clientId, batchId: null });
      return (
        JSON.stringify(Object.entries(now).sort()) === JSON.stringify(Object.entries(states).sort())
      );
    });
  const messagesOf = (n: number) =>
    [...sandbox.identities()].find(({ identifier }) => identifier === `person${n}@example.com`)
      ?.messages;

  test('write again to those only of whom neither events nor look-ups say that they have activated', async () => {
    const byEvent = sandbox.user('person0@example.com');
    await recordEvent(bed.ledger.pool, {
      clientId,
      jti: 'first',
      type: EVENT_TYPES.registration,
      sub: byEvent?.uuid ?? null,
      issuedAt: new Date(),
    });
    sandbox.activate({ identifiers: ['person1@example.com', 'person2@example.com'] });
    await statesBecome({ activated: 1, invited: 5 });
    expect(await countEvents(bed.ledger.pool, clientId)).toMatchObject({ activated: 1, open: 0 });

    await bed.ledger.pool.query("UPDATE ledger SET clock_ahead = interval '3 days'");
    await statesBecome({ activated: 3, invited: 3 });
    await until('the others are written to again', async () => {
      await sweeps.soon();
      return [3, 4, 5].every((n) => messagesOf(n) === 2);
    });
    expect([0, 1, 2].map(messagesOf)).toEqual([1, 1, 1]);
    // Five people were due, and all of them fit one call.
    expect(sandbox.account().endpoints['users-find']?.calls).toBe(1);
  });
});

/** Written to once more after two days, whatever the hour. */
function configOf(sandbox: Sandbox): ClientConfig {
  return clientConfig({
    name: 'learning',
    baseUrl: sandbox.url,
    clientId: 'sandbox',
    clientSecret: new Secret('sandbox-secret'),
    directAccess: {
      clientId: 'sandbox-direct',
      clientSecret: new Secret('sandbox-direct-secret'),
    },
    limit: { calls: 100, perMs: 1_000, burst: 10 },
    resend: {
      afterMs: [2 * DAY_MS],
      maximum: 1,
      expireAfterMs: null,
      quietHours: null,
      days: [1, 2, 3, 4, 5, 6, 7],
      timeZone: 'UTC',
      spreadMs: 0,
      coolDownMs: 0,
      resendWindowMs: 0,
      existing: 'leave',
      byTimeAlone: false,
      holdFirst: false,
    },
    activation: {
      webhook: {
        audience: 'https://rollcall.example/webhooks/next-identity',
        issuer: sandbox.url,
        jwksUri: `${sandbox.url}/.well-known/jwks.json`,
        events: [EVENT_TYPES.registration, EVENT_TYPES.login],
        maxAgeMs: DAY_MS,
      },
      list: false,
    },
  });
}
