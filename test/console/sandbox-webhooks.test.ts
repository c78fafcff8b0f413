import { describe, expect, test } from '@jest/globals';
import { WEBHOOK_PATH } from '../../src/console/webhook-route.js';
import { NextIdentityClient } from '../../src/next-identity/client.js';
import { ManualClock, startSandbox } from '../../src/sandbox/index.js';
import { NOW } from '../next-identity/tenant.js';
import { freePort } from '../support/free-port.js';
import { until } from '../support/until.js';
import { closedAfterTest, openConsole } from './console-under-test.js';

/** A Next Identity that tells a server of ours of activations, by a clock that a test moves. */
async function openBoth() {
  const clock = new ManualClock(NOW);
  const port = await freePort();
  const audience = `http://127.0.0.1:${port}${WEBHOOK_PATH}`;
  const sandbox = closedAfterTest(
    await startSandbox({
      clock,
      webhookTargets: [audience],
      webhookTypes: { userCreated: null, preRegistration: null, login: null },
    }),
  );
  const issuer = `${sandbox.url}/`;
  const jwksUri = `${issuer}.well-known/jwks.json`;
  const webhook = { audience, issuer, jwksUri, events: [], maxAgeMs: 3_600_000 };
  const now = () => clock.now();
  const server = closedAfterTest(await openConsole({ acme: webhook }, { now }, port));
  const client = closedAfterTest(
    new NextIdentityClient({
      baseUrl: sandbox.url,
      clientId: 'sandbox',
      clientSecret: 'sandbox-secret',
      redirectUri: 'https://app.example/welcome',
      authType: 'email',
    }),
  );
  /** Invites a person, who activates. */
  const activate = async (emailAddress: string) => {
    const profileFields = { firstName: 'Ada', lastName: 'Lovelace', emailAddress };
    const { uuid } = await client.preRegister({ profileFields });
    sandbox.activate({ identifiers: [emailAddress] });
    return uuid;
  };
  const delivered = (count: number) =>
    until(`${count} are delivered`, () => sandbox.webhooks().delivered === count);
  return { clock, sandbox, server, audience, activate, delivered };
}

describe('an activation at Next Identity', () => {
  test('is in the ledger moments later', async () => {
    const { server, activate, delivered } = await openBoth();
    const uuid = await activate('ada@example.com');
    await delivered(1);
    expect(await server.events()).toMatchObject([
      { client: 'acme', type: 'account/v1/register', sub: uuid, handled_at: null },
    ]);
  });

  test('is sent again while the ledger is down, and then kept once', async () => {
    const { clock, sandbox, server, activate, delivered } = await openBoth();
    await server.pool.query('ALTER TABLE event RENAME TO gone');
    const uuid = await activate('ada@example.com');
    const attempts = () => sandbox.webhooks().deliveries[0]?.attempts ?? [];
    await until('the first attempt has ended', () => attempts().length === 1);
    expect(attempts()).toMatchObject([{ outcome: '503' }]);
    await server.pool.query('ALTER TABLE gone RENAME TO event');
    clock.advance(30_000);
    await delivered(1);
    expect(await server.events()).toMatchObject([{ sub: uuid, issued_at: new Date(NOW) }]);
  });

  test('is kept once where it is delivered twice', async () => {
    const { sandbox, server, audience, activate, delivered } = await openBoth();
    sandbox.setWebhookTargets([audience, `${audience}?again`]);
    await activate('ada@example.com');
    await delivered(2);
    expect(await server.events()).toHaveLength(1);
  });

  test('is believed also when the tenant had changed its key before', async () => {
    const { sandbox, server, activate, delivered } = await openBoth();
    await sandbox.rotateSigningKey();
    await activate('ada@example.com');
    await delivered(1);
    expect(await server.events()).toHaveLength(1);
  });
});
