import { afterEach, expect, test } from '@jest/globals';
import { seededRandom } from '../../../src/sandbox/random.js';
import type { EngineKind } from '../../support/engines.js';
import { type ExportRow, exportOf, HumanResources } from './hr.js';
import { openQuarter, type Quarter, type Served } from './quarter.js';
import { Reckoning } from './reckoning.js';

const PEOPLE = 5_000;
const NIGHTS = 90;

/** In ms, on a machine that has much else to do. */
const DEADLINE_MS = 600_000;

/** Exports that would do harm, and what has to come of their runs. */
const HARMFUL: Readonly<
  Record<number, { serve(rows: readonly ExportRow[]): Served; end: string }>
> = {
  10: { serve: (rows) => exportOf(rows.slice(0, rows.length / 2)), end: 'held leavers shrank' },
  20: { serve: () => exportOf([]), end: 'held empty' },
  21: { serve: () => '', end: 'failed roster.empty' },
  30: { serve: (rows) => exportOf(rows.map(swapNames)), end: 'held changes' },
  31: { serve: (rows) => exportOf(rows).replace(/^.*$/m, SWAPPED), end: 'held refused headers' },
  40: { serve: (rows) => Buffer.from(exportOf(rows), 'latin1'), end: 'held encoding' },
  50: { serve: () => null, end: 'failed source.unreachable' },
};
const SWAPPED = 'Employee number;Work email;Last name;First name';
const TWO_AT_ONCE = 60;
const KILLED = 70;

function swapNames(row: ExportRow): ExportRow {
  return { ...row, first: row.last, last: row.first };
}

let quarter: Quarter | null = null;
afterEach(async () => {
  await quarter?.close();
  quarter = null;
});

/** The test of one engine. Each has a file of its own, so that both run at once. */
export function testQuarter(kind: EngineKind): void {
  test(
    `a quarter with the queue on ${kind} ends as HR has it, whatever the nights bring`,
    async () => {
      const company = await openQuarter(kind);
      quarter = company;
      const hr = new HumanResources(PEOPLE, 2027);
      const reckoning = new Reckoning();
      const random = seededRandom(2027, 'activations');

      for (let night = 0; night < NIGHTS; night += 1) {
        await company.turnTo(night);
        if (night > 0) hr.liveThrough(night);
        const rows = hr.rows(night);
        const harm = HARMFUL[night];
        company.serve(harm === undefined ? exportOf(rows) : harm.serve(rows));

        if (harm !== undefined) {
          const run = await company.run();
          expect([night, endOf(run)]).toEqual([night, harm.end]);
          if (run.state === 'held') await company.reject(run);
          continue;
        }
        expect([night, await passNight(company, night)]).toEqual([night, 'done']);
        reckoning.takeIn(rows, night);
        await company.settle();
        const activating = reckoning.waiting().filter(() => random() < 0.02);
        await company.activate(activating);
        for (const email of activating) reckoning.activate(email);
      }

      expect(await company.invites()).toEqual(reckoning.invites);
      expect(await company.people()).toEqual(peopleOf(reckoning));
      expect(callsOf(company)).toEqual({
        created: reckoning.invites.size,
        'pre-register': reckoning.invites.size + reckoning.reminders,
        'users-update': reckoning.updates,
      });
    },
    DEADLINE_MS,
  );
}

/** The run of a night that does no harm, as the night has it. */
async function passNight(company: Quarter, night: number): Promise<string> {
  if (night === 0) return (await company.approve(await company.run())).state;
  if (night === TWO_AT_ONCE) {
    const runs = await Promise.all([company.run(), company.run()]);
    expect(runs.map(({ state }) => state).sort()).toEqual(['done', 'skipped']);
    return 'done';
  }
  if (night === KILLED) {
    await company.runAndKill();
    expect(await company.run()).toMatchObject({ state: 'skipped' });
    return (await company.run(0)).state;
  }
  return (await company.run()).state;
}

function endOf({
  state,
  code,
  reasons,
}: {
  readonly state: string;
  readonly code: string | null;
  readonly reasons: readonly { readonly code: string }[];
}): string {
  return [state, code, ...reasons.map((reason) => reason.code)]
    .filter((part) => part !== null)
    .join(' ');
}

function peopleOf({ people }: Reckoning): Map<string, { email: string; isHere: boolean }> {
  return new Map([...people].map(([number, { email, isHere }]) => [number, { email, isHere }]));
}

/** Calls as Next Identity counts them: one for each message and each change that it was told of. */
function callsOf({ sandbox }: Quarter): Record<string, number> {
  const { endpoints, users } = sandbox.account();
  return {
    created: users.created,
    'pre-register': endpoints['pre-register']?.calls ?? 0,
    'users-update': endpoints['users-update']?.calls ?? 0,
  };
}
