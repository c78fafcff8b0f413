import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { claimInvite } from '../../src/ledger/calls.js';
import { countStates } from '../../src/ledger/counts.js';
import { retryInvites } from '../../src/ledger/operator.js';
import {
  findSuppressed,
  listSuppressed,
  suppress,
  unsuppress,
} from '../../src/ledger/suppression.js';
import { seedInvited } from './invited.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { inviteRow, type Seeded, seed, seedQueued } from './seed.js';

let bed: LedgerBed;
beforeAll(async () => {
  bed = await openLedgerBed();
});
afterAll(() => bed.close());

const entry = (identifier: string, reason = 'left the company') =>
  ({ authType: 'email', identifier, reason }) as const;

async function identifierOf({ inviteIds }: Seeded): Promise<string> {
  const { rows } = await bed.pool.query<{ identifier: string }>(
    'SELECT identifier FROM invite WHERE id = $1',
    [inviteIds[0]],
  );
  return rows[0]?.identifier ?? '';
}

/** A person nobody else has. */
async function seedOne(): Promise<Seeded & { readonly inviteId: number }> {
  const seeded = await seedQueued(bed.pool);
  await bed.pool.query("UPDATE invite SET identifier = id || '@example.com' WHERE id = $1", [
    seeded.inviteId,
  ]);
  return seeded;
}

describe('a suppressed address', () => {
  test('is kept with the reason that was given first, and listed', async () => {
    expect(await suppress(bed.pool, [entry('a@example.org'), entry('a@example.org')])).toEqual({
      added: 1,
      known: 0,
      cancelled: 0,
    });
    expect(await suppress(bed.pool, [entry('a@example.org', 'another')])).toMatchObject({
      added: 0,
      known: 1,
    });
    const kept = { ...entry('a@example.org'), addedAt: expect.any(Date) };
    expect(await listSuppressed(bed.pool)).toContainEqual(kept);
    expect(await findSuppressed(bed.pool, 'email', ['a@example.org', 'b@example.org'])).toEqual([
      kept,
    ]);
    expect(await findSuppressed(bed.pool, 'sms', ['a@example.org'])).toEqual([]);
  });

  test('is not called: whoever is still to be invited is cancelled, with the code', async () => {
    const seeded = await seedOne();
    const counts = await suppress(bed.pool, [entry(await identifierOf(seeded))]);
    expect(counts).toMatchObject({ added: 1, cancelled: 1 });
    expect(await inviteRow(bed.pool, seeded.inviteId)).toMatchObject({
      state: 'cancelled',
      code: 'suppressed',
      isOpen: false,
    });
  });

  test('is not called at the last moment either', async () => {
    const seeded = await seedOne();
    await suppress(bed.pool, [entry(await identifierOf(seeded))]);
    // As by an import, or a retry, that did not ask.
    await retryInvites(bed.pool, { clientId: seeded.clientId, batchId: null }, ['cancelled']);
    await bed.pool.query("UPDATE invite SET state = 'queued' WHERE id = $1", [seeded.inviteId]);
    expect(await claimInvite(bed.pool, seeded.inviteId, 'pre-register', 'worker-1')).toBeNull();
    expect(await inviteRow(bed.pool, seeded.inviteId)).toMatchObject({
      state: 'cancelled',
      code: 'suppressed',
    });
  });

  test('counts as having left where a sync suppressed it for that', async () => {
    const seeded = await seedOne();
    await bed.pool.query(
      `INSERT INTO suppression (auth_type, identifier, reason, for_leaving) VALUES ('email', $1, 'left (sync hr)', true)`,
      [await identifierOf(seeded)],
    );
    await bed.pool.query("UPDATE invite SET state = 'queued' WHERE id = $1", [seeded.inviteId]);
    expect(await claimInvite(bed.pool, seeded.inviteId, 'pre-register', 'worker-1')).toBeNull();
    expect(await inviteRow(bed.pool, seeded.inviteId)).toMatchObject({
      state: 'cancelled',
      code: 'left',
    });
  });

  test('stays invited where it has been, and has its steps planned anew', async () => {
    const seeded = await seedInvited(bed.pool, 2);
    const scope = { clientId: seeded.clientId, batchId: null };
    await bed.pool.query("UPDATE invite SET planned_by = 'p' WHERE client_id = $1", [
      seeded.clientId,
    ]);
    await suppress(bed.pool, [entry(await identifierOf(seeded))]);
    expect(await countStates(bed.pool, scope)).toEqual({ invited: 2 });
    expect(await planned(seeded)).toBe(1);
  });

  test('is called again once it is taken off the list', async () => {
    const seeded = await seedInvited(bed.pool, 1);
    const identity = entry(await identifierOf(seeded));
    await suppress(bed.pool, [identity]);
    await bed.pool.query("UPDATE invite SET planned_by = 'p' WHERE client_id = $1", [
      seeded.clientId,
    ]);
    expect(await unsuppress(bed.pool, [identity, entry('nobody@example.org')])).toBe(1);
    expect(await planned(seeded)).toBe(0);
    expect(await findSuppressed(bed.pool, 'email', [identity.identifier])).toEqual([]);
  });

  test('is suppressed for every client that has it', async () => {
    const [one, other] = [await seed(bed.pool, 1), await seed(bed.pool, 1)];
    const identifier = 'both@example.org';
    await bed.pool.query('UPDATE invite SET identifier = $1 WHERE id = ANY ($2)', [
      identifier,
      [...one.inviteIds, ...other.inviteIds],
    ]);
    expect(await suppress(bed.pool, [entry(identifier)])).toMatchObject({ cancelled: 2 });
  });
});

async function planned({ clientId }: Seeded): Promise<number> {
  const { rows } = await bed.pool.query(
    'SELECT FROM invite WHERE client_id = $1 AND planned_by IS NOT NULL',
    [clientId],
  );
  return rows.length;
}
