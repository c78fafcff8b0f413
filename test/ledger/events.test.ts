import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { claimInvite, finishCall } from '../../src/ledger/calls.js';
import {
  countEvents,
  dropOldEvents,
  handleOpenEvents,
  type NewEvent,
  recordEvent,
} from '../../src/ledger/events.js';
import { endOf } from './call-end.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { inviteRow, seedQueued } from './seed.js';
import { seedInvited } from './seed-invited.js';

const REGISTER = 'account/v1/register';
const LOGIN = 'account/v1/userAuthenticationAction';
const ACTIVATING = [REGISTER, LOGIN];

describe('events of Next Identity', () => {
  let bed: LedgerBed;
  beforeAll(async () => {
    bed = await openLedgerBed();
  });
  afterAll(() => bed.close());

  const record = (clientId: number, change: Partial<NewEvent>) =>
    recordEvent(bed.pool, {
      clientId,
      jti: randomUUID(),
      type: REGISTER,
      sub: randomUUID(),
      issuedAt: new Date('2026-11-20T10:00:00Z'),
      ...change,
    });
  const handle = (clientId: number) => handleOpenEvents(bed.pool, clientId, ACTIVATING);

  test('are kept once, however often they are delivered', async () => {
    const { clientId } = await seedInvited(bed.pool, 1);
    const deliveries = Array.from({ length: 5 }, () => record(clientId, { jti: 'same' }));
    const kept = await Promise.all(deliveries);
    expect(kept.filter((result) => result === 'new')).toHaveLength(1);
    expect(await countEvents(bed.pool, clientId)).toMatchObject({ received: 1, open: 1 });
  });

  test('activate whom they are about, in whatever order they come, and only once', async () => {
    const { clientId, invited } = await seedInvited(bed.pool, 2);
    const [sub = ''] = invited.map(({ uuid }) => uuid);
    await record(clientId, { sub, type: LOGIN, issuedAt: new Date('2026-11-20T10:00:05Z') });
    await record(clientId, { sub });
    expect(await handle(clientId)).toEqual(['activated', 'no-change']);
    await record(clientId, { sub });
    expect(await handle(clientId)).toEqual(['no-change']);
    expect(await handle(clientId)).toEqual([]);
    const { rows } = await bed.pool.query(
      'SELECT state, activated_at AS at FROM invite WHERE client_id = $1 ORDER BY id',
      [clientId],
    );
    expect(rows).toEqual([
      { state: 'activated', at: new Date('2026-11-20T10:00:00Z') },
      { state: 'invited', at: null },
    ]);
  });

  test('of other types, or about nobody, change nothing', async () => {
    const { clientId, invited } = await seedInvited(bed.pool, 1);
    await record(clientId, { type: 'account/v1/preRegister', sub: invited[0]?.uuid ?? null });
    await record(clientId, { sub: null });
    expect(await handle(clientId)).toEqual(['ignored', 'ignored']);
    expect(await inviteRow(bed.pool, invited[0]?.inviteId ?? 0)).toMatchObject({
      state: 'invited',
    });
  });

  test('about unknown people are kept and counted', async () => {
    const { clientId } = await seedInvited(bed.pool, 1);
    await record(clientId, {});
    expect(await handle(clientId)).toEqual(['unknown-person']);
    expect(await countEvents(bed.pool, clientId)).toMatchObject({
      received: 1,
      open: 0,
      unknownPerson: 1,
      lastReceivedAt: expect.any(Date),
    });
  });

  test('that brought nothing are dropped after a month, and those of activations stay', async () => {
    const { clientId, invited } = await seedInvited(bed.pool, 1);
    await record(clientId, { sub: invited[0]?.uuid ?? null });
    await record(clientId, { sub: invited[0]?.uuid ?? null });
    await record(clientId, {});
    await handle(clientId);
    expect(await dropOldEvents(bed.pool, clientId)).toBe(0);
    await bed.pool.query("UPDATE event SET received_at = received_at - interval '31 days'");
    await record(clientId, {});
    expect(await dropOldEvents(bed.pool, clientId)).toBe(2);
    const { rows } = await bed.pool.query(
      'SELECT outcome FROM event WHERE client_id = $1 ORDER BY id',
      [clientId],
    );
    expect(rows).toEqual([{ outcome: 'activated' }, { outcome: null }]);
  });

  test('that overtake the answer with the uuid are handled again when it comes', async () => {
    const { clientId, inviteId } = await seedQueued(bed.pool);
    const uuid = randomUUID();
    const claim = await claimInvite(bed.pool, inviteId, 'pre-register', 'worker-1');
    await record(clientId, { sub: uuid });
    expect(await handle(clientId)).toEqual(['unknown-person']);
    await finishCall(bed.pool, endOf(claim?.attemptId ?? 0, { uuid }));
    expect(await handle(clientId)).toEqual(['activated']);
    expect(await inviteRow(bed.pool, inviteId)).toMatchObject({ state: 'activated' });
  });

  test('that are handled while the answer with the uuid is written are not lost', async () => {
    const { clientId, inviteId } = await seedQueued(bed.pool);
    const uuid = randomUUID();
    await record(clientId, { sub: uuid });
    const writer = await bed.pool.connect();
    try {
      await writer.query('BEGIN');
      await writer.query("UPDATE invite SET state = 'invited', uuid = $2 WHERE id = $1", [
        inviteId,
        uuid,
      ]);
      // The event is in the writer's hands.
      expect(await handle(clientId)).toEqual([]);
      await writer.query('COMMIT');
    } finally {
      writer.release();
    }
    expect(await handle(clientId)).toEqual(['activated']);
  });

  test('are handled by one of several processes each', async () => {
    const { clientId, invited } = await seedInvited(bed.pool, 30);
    await Promise.all(invited.map(({ uuid: sub }) => record(clientId, { sub })));
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => handle(clientId)));
    expect(outcomes.flat()).toEqual(invited.map(() => 'activated'));
  });
});
