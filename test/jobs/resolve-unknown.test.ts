import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DOUBT_MS, resolveUnknown } from '../../jobs/resolve-unknown.js';
import { claimInvite, finishCall } from '../../src/ledger/calls.js';
import { listGivenUp, resolveUnknown as resolveByHand } from '../../src/ledger/doubts.js';
import { lostEnd } from '../ledger/call-end.js';
import { inviteRow, seedQueued } from '../ledger/seed.js';
import { ENGINES } from '../support/engines.js';
import { type LookUpBed, openLookUpBed } from './look-up-bed.js';

const ADDRESS = 'person0@example.com';

describe.each(ENGINES)('people in doubt on %s', (kind) => {
  let bed: LookUpBed;
  beforeAll(async () => {
    bed = await openLookUpBed(kind);
  });
  beforeEach(() => bed.sandbox.reset());
  afterAll(() => bed.close());

  /** Somebody whose last call was lost; none is made after it. */
  async function seedInDoubt() {
    const { pool } = bed.ledger;
    const seeded = await seedQueued(pool);
    await loseCall(seeded.inviteId);
    return seeded;
  }

  async function loseCall(inviteId: number) {
    const claim = await claimInvite(bed.ledger.pool, inviteId, 'pre-register', 'worker-1');
    await finishCall(bed.ledger.pool, lostEnd(claim?.attemptId ?? 0, null));
  }

  const row = (inviteId: number) => inviteRow(bed.ledger.pool, inviteId);

  test('are looked up once no lost call can still be under way, and once only', async () => {
    const { clientId, inviteId } = await seedInDoubt();
    const { pool } = bed.ledger;
    expect(await listGivenUp(pool, clientId, DOUBT_MS, 10)).toEqual([]);
    expect(await listGivenUp(pool, clientId, 0, 10)).toEqual([inviteId]);
    await resolveUnknown([inviteId], bed.contextFor(clientId));
    expect(await listGivenUp(pool, clientId, 0, 10)).toEqual([]);
  });

  test('were invited by the lost call where they are there', async () => {
    const { clientId, inviteId } = await seedInDoubt();
    bed.sandbox.seedUsers({ identifier: ADDRESS });
    const { rows: before } = await bed.ledger.pool.query(
      'SELECT state_at AS "doubtedAt" FROM invite WHERE id = $1',
      [inviteId],
    );
    expect(await resolveUnknown([inviteId], bed.contextFor(clientId))).toEqual({ kind: 'done' });
    const { rows } = await bed.ledger.pool.query(
      'SELECT state, uuid, invited_at AS "invitedAt", last_message_at AS "messageAt" FROM invite WHERE id = $1',
      [inviteId],
    );
    const [{ doubtedAt }] = before;
    expect(rows).toEqual([
      {
        state: 'invited',
        uuid: bed.sandbox.user(ADDRESS)?.uuid,
        invitedAt: doubtedAt,
        messageAt: doubtedAt,
      },
    ]);
  });

  test('are activated at once where they have activated in the meantime', async () => {
    const { clientId, inviteId } = await seedInDoubt();
    bed.sandbox.seedUsers({ identifier: ADDRESS, activated: true });
    await resolveUnknown([inviteId], bed.contextFor(clientId));
    expect(await row(inviteId)).toMatchObject({ state: 'activated' });
  });

  test('stay in doubt where their activation cannot be recorded, so that they are asked about again', async () => {
    const { pool } = bed.ledger;
    const { clientId, inviteId } = await seedInDoubt();
    bed.sandbox.seedUsers({ identifier: ADDRESS, activated: true });
    await pool.query(
      "CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken off'; END $$",
    );
    await pool.query(
      "CREATE TRIGGER broken BEFORE UPDATE ON invite FOR EACH ROW WHEN (NEW.state = 'activated') EXECUTE FUNCTION break_off()",
    );
    await expect(resolveUnknown([inviteId], bed.contextFor(clientId))).rejects.toThrow('broken');
    await pool.query('DROP FUNCTION break_off CASCADE');
    expect(await row(inviteId)).toMatchObject({ state: 'unknown' });
    await resolveUnknown([inviteId], bed.contextFor(clientId));
    expect(await row(inviteId)).toMatchObject({ state: 'activated' });
  });

  test('are called from the start where they are not there, but a second time by the operator only', async () => {
    const { clientId, inviteId } = await seedInDoubt();
    const context = bed.contextFor(clientId);
    await resolveUnknown([inviteId], context);
    expect(await row(inviteId)).toMatchObject({ state: 'pending', tries: 0, isDue: true });

    await bed.ledger.pool.query("UPDATE invite SET state = 'queued' WHERE id = $1", [inviteId]);
    await loseCall(inviteId);
    await resolveUnknown([inviteId], context);
    expect(await row(inviteId)).toMatchObject({
      state: 'unknown',
      code: 'lost_every_time',
      isOpen: false,
    });
    expect(await resolveByHand(bed.ledger.pool, [inviteId], 'not-sent')).toBe(1);
    expect(await row(inviteId)).toMatchObject({ state: 'pending', isDue: true });
  });

  test('are taken for invited where the operator says so', async () => {
    const { inviteId } = await seedInDoubt();
    expect(await resolveByHand(bed.ledger.pool, [inviteId], 'invited')).toBe(1);
    expect(await row(inviteId)).toMatchObject({ state: 'invited', uuid: null, isOpen: false });
    expect(await resolveByHand(bed.ledger.pool, [inviteId], 'not-sent')).toBe(0);
  });

  test('are left alone while a further call is to be made', async () => {
    const { pool } = bed.ledger;
    const { clientId, inviteId } = await seedQueued(pool);
    const claim = await claimInvite(pool, inviteId, 'pre-register', 'worker-1');
    await finishCall(pool, lostEnd(claim?.attemptId ?? 0));
    bed.filters.length = 0;
    await resolveUnknown([inviteId], bed.contextFor(clientId));
    expect(await resolveByHand(pool, [inviteId], 'invited')).toBe(0);
    expect(bed.filters).toEqual([]);
    expect(await row(inviteId)).toMatchObject({ state: 'unknown', isDue: true });
  });

  test('stay in doubt while nobody can be looked up', async () => {
    const { clientId, inviteId } = await seedInDoubt();
    const wrong = bed.contextFor(clientId, { secret: 'wrong' });
    expect(await resolveUnknown([inviteId], wrong)).toEqual({ kind: 'again', afterMs: 60_000 });
    expect(await listGivenUp(bed.ledger.pool, clientId, 0, 10)).toEqual([inviteId]);
  });
});
