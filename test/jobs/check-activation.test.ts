import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { checkActivation } from '../../jobs/check-activation.js';
import { listClients } from '../../src/ledger/clients.js';
import { listDueChecks } from '../../src/ledger/look-ups.js';
import type { FindUsersRequest } from '../../src/next-identity/users.js';
import { type Invited, seedInvited } from '../ledger/seed-invited.js';
import { ENGINES } from '../support/engines.js';
import { type LookUpBed, openLookUpBed } from './look-up-bed.js';

describe.each(ENGINES)('the look-up before a message on %s', (kind) => {
  let bed: LookUpBed;
  beforeAll(async () => {
    bed = await openLookUpBed(kind);
  });
  beforeEach(() => {
    bed.sandbox.reset();
    bed.filters.length = 0;
  });
  afterAll(() => bed.close());

  /** People whom Next Identity knows, and whose next message is due. */
  async function seedDue(people: number, state: 'invited' | 'existing' = 'invited') {
    const { pool } = bed.ledger;
    const seeded = await seedInvited(pool, people, state);
    const invited: Invited[] = [];
    for (const { inviteId, identifier } of seeded.invited) {
      bed.sandbox.seedUsers({ identifier });
      const uuid = bed.sandbox.user(identifier)?.uuid ?? '';
      await pool.query('UPDATE invite SET uuid = $2 WHERE id = $1', [inviteId, uuid]);
      invited.push({ inviteId, identifier, uuid });
    }
    await pool.query(
      `UPDATE invite SET next_step = 'resend', next_slot = 1, planned_by = 'p', next_at = ledger_now()
        WHERE client_id = $1`,
      [seeded.clientId],
    );
    const ids = invited.map(({ inviteId }) => inviteId);
    return { clientId: seeded.clientId, invited, ids };
  }

  const activate = (...people: readonly (Invited | undefined)[]) =>
    bed.sandbox.activate({ identifiers: people.map((person) => person?.identifier ?? '') });

  async function rowsOf(clientId: number) {
    const { rows } = await bed.ledger.pool.query(
      `SELECT state, activated_by AS by, checked_at >= coalesce(next_at, '-infinity') AS "isChecked", code, uuid
         FROM invite WHERE client_id = $1 ORDER BY id`,
      [clientId],
    );
    return rows;
  }

  const clientOf = async (clientId: number) =>
    (await listClients(bed.ledger.pool)).find(({ id }) => id === clientId);

  test('asks for several people in one call, and tells who has activated', async () => {
    const { clientId, invited, ids } = await seedDue(5);
    activate(invited[1], invited[3]);
    const context = bed.contextFor(clientId, { peopleAtOnce: 3 });
    expect(await checkActivation(ids, context)).toEqual({ kind: 'done' });
    expect(bed.filters).toHaveLength(2);
    const waits = { state: 'invited', by: null, isChecked: true, code: null };
    const done = { state: 'activated', by: 'look-up', isChecked: true, code: null };
    expect(await rowsOf(clientId)).toMatchObject([waits, done, waits, done, waits]);
    expect(await listDueChecks(bed.ledger.pool, clientId, 10)).toEqual([]);
  });

  test('costs no call for people who are not due, or have been asked about since', async () => {
    const { clientId, ids } = await seedDue(3);
    const { pool } = bed.ledger;
    const [first, second, third] = ids;
    await pool.query("UPDATE invite SET next_at = ledger_now() + interval '1 hour' WHERE id = $1", [
      first,
    ]);
    await pool.query('UPDATE invite SET checked_at = ledger_now() WHERE id = $1', [second]);
    await pool.query("UPDATE invite SET state = 'cancelled' WHERE id = $1", [third]);
    expect(await listDueChecks(pool, clientId, 10)).toEqual([]);
    expect(await checkActivation(ids, bed.contextFor(clientId))).toEqual({ kind: 'done' });
    expect(bed.filters).toEqual([]);
  });

  test('is due again with the next slot, however far the clock has gone', async () => {
    const { clientId, ids } = await seedDue(1);
    const { pool } = bed.ledger;
    await checkActivation(ids, bed.contextFor(clientId));
    await pool.query("UPDATE ledger SET clock_ahead = interval '4 days'");
    try {
      expect(await listDueChecks(pool, clientId, 10)).toEqual([]);
      await pool.query(
        'UPDATE invite SET next_slot = 2, next_at = ledger_now() WHERE id = ANY ($1)',
        [ids],
      );
      expect(await listDueChecks(pool, clientId, 10)).toEqual(ids);
    } finally {
      await pool.query("UPDATE ledger SET clock_ahead = '0'");
    }
  });

  test('goes by the address where there is no uuid, and takes the uuid over', async () => {
    const { clientId, invited, ids } = await seedDue(2, 'existing');
    await bed.ledger.pool.query('UPDATE invite SET uuid = NULL WHERE client_id = $1', [clientId]);
    activate(invited[0]);
    await checkActivation(ids, bed.contextFor(clientId));
    expect(await rowsOf(clientId)).toMatchObject([
      { state: 'activated', uuid: invited[0]?.uuid },
      { state: 'existing', uuid: invited[1]?.uuid },
    ]);
  });

  test('notes people whom Next Identity does not know', async () => {
    const { clientId, ids } = await seedDue(2);
    await bed.ledger.pool.query('UPDATE invite SET uuid = $2 WHERE id = $1', [
      ids[0],
      randomUUID(),
    ]);
    await checkActivation(ids, bed.contextFor(clientId));
    expect(await rowsOf(clientId)).toMatchObject([
      { state: 'invited', code: 'not_found', isChecked: true },
      { state: 'invited', code: null, isChecked: true },
    ]);
  });

  const breakOr = (request: FindUsersRequest) =>
    request.filter.includes(' or ') ? { ...request, filter: `${request.filter} or` } : request;
  const cutShort = (request: FindUsersRequest) => ({
    ...request,
    parameters: { max_results: '1' },
  });
  test.each([
    ['refuses a filter with several people', breakOr],
    ['cuts long answers short', cutShort],
  ])('asks one by one from then on where the tenant %s', async (_what, onTheWay) => {
    const { clientId, invited, ids } = await seedDue(4);
    activate(invited[1], invited[2]);
    const context = bed.contextFor(clientId, { peopleAtOnce: 2, onTheWay });
    expect(await checkActivation(ids, context)).toEqual({ kind: 'done' });
    expect(bed.filters.filter((filter) => filter.includes(' or '))).toHaveLength(1);
    expect((await rowsOf(clientId)).map(({ state }) => state)).toEqual([
      'invited',
      'activated',
      'activated',
      'invited',
    ]);
  });

  test('goes on asking for several people after a call for one alone', async () => {
    const { clientId, ids } = await seedDue(3);
    const context = bed.contextFor(clientId, { peopleAtOnce: 2 });
    await checkActivation(ids, context);
    await bed.ledger.pool.query('UPDATE invite SET checked_at = NULL WHERE client_id = $1', [
      clientId,
    ]);
    await checkActivation(ids, context);
    expect(bed.filters).toHaveLength(4);
  });

  test('lets nobody wait for an address that the tenant does not look for', async () => {
    const { clientId, invited, ids } = await seedDue(3, 'existing');
    await bed.ledger.pool.query('UPDATE invite SET uuid = NULL WHERE client_id = $1', [clientId]);
    activate(invited[1]);
    const context = bed.contextFor(clientId, {
      onTheWay: (request) =>
        request.filter.includes('person0') ? { ...request, filter: 'email=' } : request,
    });
    expect(await checkActivation(ids, context)).toEqual({ kind: 'again', afterMs: 60_000 });
    expect(await rowsOf(clientId)).toMatchObject([
      { state: 'existing', isChecked: null },
      { state: 'activated', isChecked: true },
      { state: 'existing', isChecked: true },
    ]);
    expect(await clientOf(clientId)).toMatchObject({ lookUpCode: 'next_identity_refused' });
  });

  test('waits for the end of a hold, and asks again', async () => {
    const { clientId, invited, ids } = await seedDue(1);
    activate(invited[0]);
    bed.sandbox.addFaults({ kind: '429', endpoint: 'users-find', count: 2, retryAfterMs: 10 });
    expect(await checkActivation(ids, bed.contextFor(clientId))).toEqual({ kind: 'done' });
    expect(bed.filters).toHaveLength(3);
    expect(await rowsOf(clientId)).toMatchObject([{ state: 'activated' }]);
  });

  test('tells of a refused direct access client without stopping the client, until it works again', async () => {
    const { clientId, ids } = await seedDue(1);
    const wrong = bed.contextFor(clientId, { secret: 'wrong' });
    expect(await checkActivation(ids, wrong)).toEqual({ kind: 'again', afterMs: 60_000 });
    expect(await clientOf(clientId)).toMatchObject({
      pausedAt: null,
      lookUpFailedAt: expect.any(Date),
      lookUpCode: 'next_identity_refused',
      lookUpMessage: expect.stringContaining('secret'),
    });
    expect(await rowsOf(clientId)).toMatchObject([{ state: 'invited', isChecked: null }]);

    await checkActivation(ids, bed.contextFor(clientId));
    expect(await clientOf(clientId)).toMatchObject({ lookUpFailedAt: null, lookUpCode: null });
    expect(await rowsOf(clientId)).toMatchObject([{ isChecked: true }]);
  });

  test('keeps what was found before a call that fails', async () => {
    const { clientId, invited, ids } = await seedDue(2);
    activate(...invited);
    bed.sandbox.addFaults({ kind: '503', endpoint: 'users-find', afterCalls: 1 });
    const context = bed.contextFor(clientId, { peopleAtOnce: 1 });
    expect(await checkActivation(ids, context)).toEqual({ kind: 'again', afterMs: 60_000 });
    expect((await rowsOf(clientId)).map(({ state }) => state)).toEqual(['activated', 'invited']);
  });
});
