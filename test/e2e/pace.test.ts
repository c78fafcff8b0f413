import { afterEach, describe, expect, test } from '@jest/globals';
import {
  type Company,
  compareAccounts,
  everybodyInvited,
  foundCompany,
} from '../support/company.js';
import { ENGINES } from '../support/engines.js';
import { rollcall } from '../support/rollcall.js';

/** What Next Identity allows, and what the operator believes. */
const REAL = { calls: 20, per: 'second', burst: 5 } as const;
const BELIEVED = { ROLLCALL_RATE_LIMIT: '200 per second', ROLLCALL_BURST: '5' };

describe.each(ENGINES)('a limit that is set ten times too high on %s', (engine) => {
  let company: Company;
  afterEach(() => company.close());
  const cli = (...args: string[]) => rollcall(args, company.environment, company.directory);
  const refused = () => company.sandbox.account().rateLimited;

  test('is learnt from 429s, told by status, and not learnt anew by the next run', async () => {
    company = await foundCompany({
      engine,
      sandbox: { seed: 1, rateLimit: REAL },
      environment: BELIEVED,
    });
    expect((await cli('run', company.writeRoster(300), '--yes')).exitCode).toBe(0);
    const atFirst = refused();
    const { clients } = JSON.parse((await cli('status', '--json')).stdout);
    expect(clients[0].inUse).toMatchObject({ of: expect.closeTo(190), fixedBy: null });
    expect(clients[0].inUse.uses).toBeLessThan(60);
    expect((await cli('status')).stdout).toContain('of 190.0 calls/s: the server refused more');

    expect((await cli('run', company.writeRoster(400), '--yes')).exitCode).toBe(0);
    expect(refused() - atFirst).toBeLessThan(atFirst);
    expect(await compareAccounts(company)).toEqual(everybodyInvited(400));
  });

  test('does not matter where the pace is fixed', async () => {
    company = await foundCompany({
      engine,
      sandbox: { seed: 1, rateLimit: REAL },
      environment: BELIEVED,
    });
    const run = await cli('run', company.writeRoster(60), '--yes', '--pace', '12 per second');
    expect(run.exitCode).toBe(0);
    expect(refused()).toBe(0);
    expect(await compareAccounts(company)).toEqual(everybodyInvited(60));
    const wrong = await cli('work', '--pace', 'fast');
    expect(wrong.stderr).toContain('Expected a pace like "50 per second"');
    expect(wrong.exitCode).toBe(2);
  });
});
