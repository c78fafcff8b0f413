import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { markActivated } from '../../src/ledger/activation.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { inviteRow, seed } from './seed.js';
import { seedInvited } from './seed-invited.js';
import { untilBlocked } from './until-blocked.js';

describe('the news that somebody has activated', () => {
  let bed: LedgerBed;
  beforeAll(async () => {
    bed = await openLedgerBed();
  });
  afterAll(() => bed.close());

  async function activationOf(inviteId: number) {
    const { rows } = await bed.pool.query(
      `SELECT state, activated_at AS at, activated_by AS by, next_step AS "nextStep", planned_by AS "plannedBy"
         FROM invite WHERE id = $1`,
      [inviteId],
    );
    return rows[0];
  }

  test.each(['invited', 'existing', 'expired', 'cancelled'] as const)(
    'ends the invite of somebody who is %s, and what was planned for them',
    async (state) => {
      const { clientId, invited } = await seedInvited(bed.pool, 1, state);
      const [person] = invited;
      const { inviteId = 0, uuid = '' } = person ?? {};
      await bed.pool.query(
        "UPDATE invite SET next_step = 'resend', next_slot = 1, next_at = now(), planned_by = 'p' WHERE id = $1",
        [inviteId],
      );
      const at = new Date('2026-11-20T10:00:00Z');
      expect(await markActivated(bed.pool, clientId, 'webhook', [{ uuid, at }])).toEqual([
        'activated',
      ]);
      expect(await activationOf(inviteId)).toEqual({
        state: 'activated',
        at,
        by: 'webhook',
        nextStep: null,
        plannedBy: null,
      });
    },
  );

  test('by identifier is of nobody any more who is forgotten at that moment', async () => {
    const { clientId, invited } = await seedInvited(bed.pool, 1);
    const { inviteId = 0, identifier = '' } = invited[0] ?? {};
    const forgetting = await bed.pool.connect();
    try {
      await forgetting.query('BEGIN');
      await forgetting.query(
        `UPDATE invite SET identifier = 'forgotten:' || id, forgotten_at = now() WHERE id = $1`,
        [inviteId],
      );
      const told = markActivated(bed.pool, clientId, 'list', [{ identifier }]);
      await untilBlocked(bed.pool);
      await forgetting.query('COMMIT');
      expect(await told).toEqual(['unknown']);
    } finally {
      forgetting.release();
    }
    expect(await activationOf(inviteId)).toMatchObject({ state: 'invited' });
  });

  test('is told of each report in its order, by uuid and by identifier', async () => {
    const { clientId, invited } = await seedInvited(bed.pool, 3);
    const [ada, ben, cleo] = invited.map(({ uuid, identifier }) => ({ uuid, identifier }));
    await markActivated(bed.pool, clientId, 'list', [{ uuid: cleo?.uuid ?? '' }]);
    const reports = [
      { identifier: 'nobody@example.com' },
      { uuid: ben?.uuid ?? '' },
      { identifier: ada?.identifier ?? '' },
      { identifier: ben?.identifier ?? '' },
      { uuid: cleo?.uuid ?? '' },
      { uuid: randomUUID() },
    ];
    expect(await markActivated(bed.pool, clientId, 'list', reports)).toEqual([
      'unknown',
      'activated',
      'activated',
      'already',
      'already',
      'unknown',
    ]);
  });

  test('takes the first of several times, and the ledger’s own clock for want of any', async () => {
    const { clientId, invited } = await seedInvited(bed.pool, 2);
    const [ada, ben] = invited.map(({ uuid }) => uuid);
    const first = new Date('2026-11-20T10:00:00Z');
    const later = new Date('2026-11-21T10:00:00Z');
    await markActivated(bed.pool, clientId, 'webhook', [
      { uuid: ada ?? '', at: later },
      { uuid: ada ?? '', at: first },
      { uuid: ben ?? '' },
    ]);
    const [ofAda, ofBen] = await Promise.all(invited.map(({ inviteId }) => activationOf(inviteId)));
    expect(ofAda).toMatchObject({ at: first });
    expect(ofBen).toMatchObject({ at: expect.any(Date) });
  });

  test('leaves people alone who have not been invited yet', async () => {
    const { clientId, inviteIds } = await seed(bed.pool, 1);
    const results = await markActivated(bed.pool, clientId, 'list', [
      { identifier: 'person0@example.com' },
    ]);
    expect(results).toEqual(['not-invited']);
    expect(await inviteRow(bed.pool, inviteIds[0] ?? 0)).toMatchObject({
      state: 'pending',
      isDue: true,
    });
  });

  test('says nothing of another client’s people', async () => {
    const { invited } = await seedInvited(bed.pool, 1);
    const { clientId } = await seed(bed.pool, 1);
    const results = await markActivated(
      bed.pool,
      clientId,
      'list',
      invited.map(({ uuid }) => ({ uuid })),
    );
    expect(results).toEqual(['unknown']);
  });

  test('counts once where two sets with the same people cross', async () => {
    const { clientId, invited } = await seedInvited(bed.pool, 50);
    const reports = invited.map(({ uuid }) => ({ uuid }));
    const sets = await Promise.all([
      markActivated(bed.pool, clientId, 'webhook', reports),
      markActivated(bed.pool, clientId, 'list', [...reports].reverse()),
    ]);
    const activated = sets.flat().filter((result) => result === 'activated');
    expect(activated).toHaveLength(50);
  });
});
