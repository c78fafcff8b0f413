import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  findInvited,
  type InvitedRecord,
  listUnplanned,
  savePlans,
} from '../../src/ledger/plans.js';
import { suppress, unsuppress } from '../../src/ledger/suppression.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { seedInvited } from './seed-invited.js';
import { untilBlocked } from './until-blocked.js';

const POLICY = 'policy';

describe('what was reckoned for somebody who has changed since', () => {
  let bed: LedgerBed;
  beforeAll(async () => {
    bed = await openLedgerBed();
  });
  afterAll(() => bed.close());

  async function seedUnplanned() {
    const { clientId, invited } = await seedInvited(bed.pool, 1);
    const [person] = await listUnplanned(bed.pool, clientId, POLICY, 1);
    const [{ identifier = '' } = {}] = invited;
    if (person === undefined) throw new Error('Expected a person');
    return { person, identity: { authType: 'email' as const, identifier } };
  }

  const save = (person: InvitedRecord) =>
    savePlans(bed.pool, POLICY, [{ person, step: { kind: 'expire', at: person.now } }]);
  const planOf = async ({ id }: InvitedRecord) => (await findInvited(bed.pool, id))?.plannedBy;

  test('is written down where nothing has', async () => {
    const { person } = await seedUnplanned();
    expect(await save(person)).toBe(1);
    expect(await planOf(person)).toBe(POLICY);
  });

  test('is not written down, also where there was no plan before and is none since', async () => {
    const { person, identity } = await seedUnplanned();
    await suppress(bed.pool, [{ ...identity, reason: 'asked' }]);
    await unsuppress(bed.pool, [identity]);
    expect(await save(person)).toBe(0);
    expect(await planOf(person)).toBeNull();
  });

  test('is not written down where that happens at that moment', async () => {
    const { person } = await seedUnplanned();
    const other = await bed.pool.connect();
    try {
      await other.query('BEGIN');
      await other.query('LOCK TABLE invite IN SHARE MODE');
      const saving = save(person);
      await untilBlocked(bed.pool);
      await other.query('UPDATE invite SET planned_by = NULL WHERE id = $1', [person.id]);
      await other.query('COMMIT');
      expect(await saving).toBe(0);
    } finally {
      other.release();
    }
  });
});
