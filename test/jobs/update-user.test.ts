import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { connectClient } from '../../jobs/connect-client.js';
import { type UpdateUserContext, updateUser } from '../../jobs/update-user.js';
import { Secret } from '../../src/config/secret.js';
import { listDueUpdates } from '../../src/ledger/user-updates.js';
import { createLog } from '../../src/observe/log.js';
import { Pacer } from '../../src/queue/pacer.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { clientConfig } from '../ledger/seed.js';
import { seedInvited } from '../ledger/seed-invited.js';
import { ENGINES, openTestBed, type TestBed } from '../support/engines.js';

const PACE = { intervalUs: 1_000, burst: 10 };

describe.each(ENGINES)('the data of somebody who has been invited, on %s,', (kind) => {
  let bed: TestBed;
  let sandbox: Sandbox;
  const closing: (() => unknown)[] = [];
  beforeAll(async () => {
    bed = await openTestBed(kind);
    sandbox = await startSandbox();
  });
  beforeEach(() => sandbox.reset());
  afterAll(async () => {
    await Promise.all(closing.map((close) => close()));
    await sandbox.close();
    await bed.close();
  });

  function contextWith(secret = 'sandbox-direct-secret'): UpdateUserContext {
    const directAccess = { clientId: 'sandbox-direct', clientSecret: new Secret(secret) };
    const pacer = new Pacer(bed.engine.schedule(randomUUID()), () => PACE);
    const config = clientConfig({ baseUrl: sandbox.url, directAccess });
    const pace = () => pacer.turn();
    const api = connectClient(config, { connections: 1, pace, asDirectAccess: true });
    closing.push(
      () => pacer.close(),
      () => api.close(),
    );
    return {
      pool: bed.ledger.pool,
      worker: randomUUID(),
      update: (uuid, attributes) => api.updateUser({ uuid, attributes }),
      hold: (retryAfterMs) => pacer.hold(retryAfterMs),
      random: () => 0.5,
      log: createLog('silent'),
    };
  }

  /** Somebody invited, whose last name is to become King. */
  async function seedChanged() {
    const { pool } = bed.ledger;
    const { clientId, invited } = await seedInvited(pool, 1);
    const [person] = invited;
    if (person === undefined) throw new Error('Expected a person');
    const { inviteId, identifier } = person;
    sandbox.seedUsers({ identifier });
    const uuid = sandbox.user(identifier)?.uuid ?? '';
    await pool.query('UPDATE invite SET uuid = $2 WHERE id = $1', [inviteId, uuid]);
    await ask(inviteId, clientId, identifier, 'King');
    return { clientId, inviteId, identifier };
  }

  async function ask(inviteId: number, clientId: number, identifier: string, lastName: string) {
    await bed.ledger.pool.query(
      `INSERT INTO user_update AS u (invite_id, client_id, profile, asked_at, due_at)
       VALUES ($1, $2, $3, ledger_now(), ledger_now())
       ON CONFLICT (invite_id) DO UPDATE SET profile = excluded.profile`,
      [inviteId, clientId, { emailAddress: identifier, firstName: 'Ada', lastName }],
    );
  }

  const callsOf = async (inviteId: number) => {
    const { rows } = await bed.ledger.pool.query(
      `SELECT kind, outcome, http_status AS status, ended_at IS NOT NULL AS ended FROM attempt WHERE invite_id = $1`,
      [inviteId],
    );
    return rows;
  };

  test('is told to Next Identity once, and kept', async () => {
    const { clientId, inviteId, identifier } = await seedChanged();
    await updateUser(inviteId, contextWith());
    await updateUser(inviteId, contextWith());
    expect(sandbox.user(identifier)?.profile).toMatchObject({ lastName: 'King' });
    expect(sandbox.account().endpoints['users-update']?.calls).toBe(1);
    expect(await callsOf(inviteId)).toEqual([
      { kind: 'update', outcome: 'updated', status: 200, ended: true },
    ]);
    const { rows } = await bed.ledger.pool.query('SELECT profile FROM invite WHERE id = $1', [
      inviteId,
    ]);
    expect(rows).toMatchObject([{ profile: { lastName: 'King' } }]);
    expect(await listDueUpdates(bed.ledger.pool, clientId, 10)).toEqual([]);
  });

  test('is told again where it changed while the call was under way', async () => {
    const { clientId, inviteId, identifier } = await seedChanged();
    const context = contextWith();
    await updateUser(inviteId, {
      ...context,
      update: async (uuid, attributes) => {
        await context.update(uuid, attributes);
        await ask(inviteId, clientId, identifier, 'Byron');
      },
    });
    expect(await listDueUpdates(bed.ledger.pool, clientId, 10)).toEqual([inviteId]);
    await updateUser(inviteId, context);
    expect(sandbox.user(identifier)?.profile).toMatchObject({ lastName: 'Byron' });
  });

  test('is kept without a call where only the locale is another, which is that of the next message', async () => {
    const { clientId, inviteId } = await seedChanged();
    await bed.ledger.pool.query(
      "UPDATE user_update u SET profile = i.profile, locale = 'de-DE' FROM invite i WHERE i.id = u.invite_id",
    );
    await updateUser(inviteId, contextWith());
    expect(sandbox.account().endpoints['users-update']?.calls ?? 0).toBe(0);
    expect(await callsOf(inviteId)).toEqual([]);
    expect(await listDueUpdates(bed.ledger.pool, clientId, 10)).toEqual([]);
    const { rows } = await bed.ledger.pool.query('SELECT locale FROM invite WHERE id = $1', [
      inviteId,
    ]);
    expect(rows).toEqual([{ locale: 'de-DE' }]);
  });

  test('waits for a while where the client is refused', async () => {
    const { clientId, inviteId, identifier } = await seedChanged();
    await updateUser(inviteId, contextWith('wrong'));
    expect(sandbox.user(identifier)?.profile.lastName).not.toBe('King');
    expect(await callsOf(inviteId)).toMatchObject([{ outcome: 'refused', ended: true }]);
    expect(await listDueUpdates(bed.ledger.pool, clientId, 10)).toEqual([]);
    const { rows } = await bed.ledger.pool.query(
      'SELECT due_at > ledger_now() AS waits FROM user_update WHERE invite_id = $1',
      [inviteId],
    );
    expect(rows).toEqual([{ waits: true }]);
  });

  test('is given up where Next Identity refuses the data themselves', async () => {
    const { clientId, inviteId } = await seedChanged();
    await bed.ledger.pool.query('UPDATE invite SET uuid = gen_random_uuid() WHERE id = $1', [
      inviteId,
    ]);
    await updateUser(inviteId, contextWith());
    const { rows } = await bed.ledger.pool.query(
      'SELECT due_at, code FROM user_update WHERE client_id = $1',
      [clientId],
    );
    expect(rows).toEqual([{ due_at: null, code: 'next_identity_refused' }]);
  });

  test('is not told once the person has activated', async () => {
    const { inviteId } = await seedChanged();
    await bed.ledger.pool.query("UPDATE invite SET state = 'activated' WHERE id = $1", [inviteId]);
    await updateUser(inviteId, contextWith());
    expect(await callsOf(inviteId)).toEqual([]);
  });

  test('is given back untouched where the process ends before the call', async () => {
    const { clientId, inviteId } = await seedChanged();
    const update = () => Promise.reject(new Error('ending'));
    await expect(updateUser(inviteId, { ...contextWith(), update })).rejects.toThrow('ending');
    expect(await callsOf(inviteId)).toEqual([]);
    expect(await listDueUpdates(bed.ledger.pool, clientId, 10)).toEqual([inviteId]);
  });
});
