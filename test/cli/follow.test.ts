import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type FollowEnd, follow } from '../../src/cli/follow.js';
import type { ClientConfig } from '../../src/config/client-config.js';
import { handleOpenEvents, recordEvent } from '../../src/ledger/events.js';
import { saveLookUpTrouble } from '../../src/ledger/look-ups.js';
import type { Log } from '../../src/observe/log.js';
import { Outage } from '../../src/observe/outage.js';
import { PLAIN } from '../invite/policies.js';
import { type LedgerBed, openLedgerBed } from '../ledger/ledger-bed.js';
import { clientConfig, type Seeded } from '../ledger/seed.js';
import { seedInvited } from '../ledger/seed-invited.js';
import { until } from '../support/until.js';

const REGISTER = 'account/v1/register';

describe('the wait until nothing is left to do', () => {
  let bed: LedgerBed;
  let seeded: Seeded;
  let clientId: number;
  let client: string;
  beforeAll(async () => {
    bed = await openLedgerBed();
  });
  beforeEach(async () => {
    seeded = await seedInvited(bed.pool, 1);
    ({ clientId, client } = seeded);
  });
  afterAll(() => bed.close());

  /** Follows all work of the client until it ends, or once it has told how far it is. */
  function followOnce(change: Partial<ClientConfig>, outage?: Outage): Promise<FollowEnd> {
    const stop = new AbortController();
    const config = clientConfig({ name: client, resend: PLAIN, ...change });
    return follow({
      pool: bed.pool,
      batchId: null,
      clients: [config],
      signal: stop.signal,
      ...(outage === undefined ? {} : { outage }),
      onProgress: () => {
        stop.abort();
      },
    });
  }

  const lookedUp = () => {
    const { clientId: id, clientSecret } = clientConfig({});
    return { directAccess: { clientId: id, clientSecret } };
  };

  test('goes on where a look-up failed before, since what was wrong may be mended', async () => {
    await saveLookUpTrouble(bed.pool, clientId, { code: 'refused', message: 'Refused.' });
    await bed.pool.query("UPDATE client SET look_up_tried_at = now() - interval '1 minute'");
    expect(await followOnce(lookedUp())).toEqual({ kind: 'interrupted' });
  });

  test('ends where a look-up has failed since, and tells why', async () => {
    await saveLookUpTrouble(bed.pool, clientId, { code: 'refused', message: 'Refused.' });
    await bed.pool.query("UPDATE client SET look_up_tried_at = now() + interval '1 minute'");
    const end = { kind: 'not-looked-up', client, message: 'Refused.' };
    expect(await followOnce(lookedUp())).toEqual(end);
  });

  test('ends only when a message that was planned anew meanwhile is sent', async () => {
    const { inviteIds } = seeded;
    const begun = await bed.pool.query(
      `INSERT INTO attempt (invite_id, client_id, kind, worker) VALUES ($1, $2, 'resend', 'worker-1') RETURNING id`,
      [inviteIds[0], clientId],
    );
    expect(await followOnce({ resend: null })).toEqual({ kind: 'interrupted' });
    await bed.pool.query('UPDATE attempt SET ended_at = now() WHERE id = $1', [begun.rows[0].id]);
    expect(await followOnce({ resend: null })).toEqual({ kind: 'drained' });
  });

  test('ends only when changed data are told, where they can be', async () => {
    await bed.pool.query(
      `INSERT INTO user_update (invite_id, client_id, profile, asked_at, due_at)
       SELECT id, client_id, profile, ledger_now(), ledger_now() FROM invite WHERE client_id = $1`,
      [clientId],
    );
    expect(await followOnce({ resend: null, ...lookedUp() })).toEqual({ kind: 'interrupted' });
    expect(await followOnce({ resend: null })).toEqual({ kind: 'drained' });
    await bed.pool.query("UPDATE user_update SET due_at = ledger_now() + interval '1 hour'");
    expect(await followOnce({ resend: null, ...lookedUp() })).toEqual({ kind: 'drained' });
  });

  test('goes on when the database breaks off, and tells that it waits', async () => {
    const told: string[] = [];
    const tell = (facts: unknown, message?: string) => {
      told.push(`${message} ${JSON.stringify(facts)}`);
    };
    const log: Log = { debug: tell, info: tell, warn: tell, error: tell };
    const other = await bed.pool.connect();
    try {
      await other.query('BEGIN');
      await other.query('LOCK TABLE client');
      const end = followOnce({ resend: null }, new Outage('PostgreSQL', log));
      await until('it waits for the lock', async () => {
        const { rows } = await other.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return rows.length > 0;
      });
      await until('it says so', () => told.length > 0);
      await other.query('ROLLBACK');
      expect(await end).toEqual({ kind: 'drained' });
    } finally {
      other.release();
    }
    expect(told).toEqual(['waiting for PostgreSQL {"code":"57P01","seconds":0,"failures":1}']);
  });

  test('ends only when the webhooks that have come in are handled', async () => {
    const issuer = 'https://id.example/';
    const jwksUri = 'https://id.example/.well-known/jwks.json';
    const audience = 'https://rollcall.example/webhooks/next-identity';
    const webhook = { audience, issuer, jwksUri, events: [REGISTER], maxAgeMs: 3_600_000 };
    const listening = { resend: null, activation: { webhook, list: false } };
    const event = { clientId, jti: 'first', type: REGISTER, sub: null, issuedAt: new Date() };
    await recordEvent(bed.pool, event);
    expect(await followOnce(listening)).toEqual({ kind: 'interrupted' });
    await handleOpenEvents(bed.pool, clientId, [REGISTER]);
    expect(await followOnce(listening)).toEqual({ kind: 'drained' });
  });
});
