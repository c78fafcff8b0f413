import { afterEach, describe, expect, test } from '@jest/globals';
import { startWorkers } from '../../jobs/start-workers.js';
import { createLog } from '../../src/observe/log.js';
import { ENGINES } from '../support/engines.js';
import { END, HOUR_MS } from './month/calendar.js';
import { employees, isActivationBetween } from './month/employees.js';
import { type Month, openMonth } from './month/month.js';
import { wrongsOf } from './month/verdict.js';

const PEOPLE = 2_000;
const STEP_MS = 6 * HOUR_MS;
/** For a hung queue; the first step, with all first invitations, takes seconds on a quiet machine. */
const SETTLE_MS = 180_000;

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

function closedAfterTest<Thing extends { close(): Promise<void> }>(thing: Thing): Thing {
  open.push(thing);
  return thing;
}

describe.each(ENGINES)('a month with the queue on %s', (kind) => {
  test('writes to everybody in every slot until they activate, and to nobody else', async () => {
    const month = closedAfterTest(await openMonth(kind, { isPostLate: false }));
    const { ledger, engine } = month.bed;
    const { clients, queueWindow: window } = month.config;
    const log = createLog('silent');
    closedAfterTest(await startWorkers({ ledger, engine, clients, concurrency: 50, window, log }));
    const staff = employees(PEOPLE, 2026);
    await month.importEverybody(staff);
    expect(await month.settle(SETTLE_MS)).toBe(true);

    while (month.now() < END) {
      const before = month.now();
      await month.advance(STEP_MS);
      await month.activate(
        staff.filter((person) => isActivationBetween(person, before, month.now())),
      );
      expect(await month.settle(SETTLE_MS)).toBe(true);
    }

    const endings = await month.endings();
    const wrongs = staff.flatMap((one) =>
      wrongsOf(one, endings.get(one.email), month.sandbox, STEP_MS),
    );
    expect(wrongs).toEqual([]);
    expect(lookUpsForEachMessage(month)).toBeLessThan(0.3);
  });
});

/** How many calls were made to look people up, for each message that went out after one. */
function lookUpsForEachMessage({ sandbox }: Month): number {
  const identities = [...sandbox.identities()].filter(({ clientId }) => clientId === 'by-look-up');
  const messages = identities.reduce((sum, { resent }) => sum + resent, 0);
  return (sandbox.account().endpoints['users-find']?.calls ?? 0) / messages;
}
