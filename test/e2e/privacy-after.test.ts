import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Ledger, openLedger } from '../../src/ledger/open.js';
import { type Company, foundCompany } from '../support/company.js';
import { ENGINES } from '../support/engines.js';
import { freePort } from '../support/free-port.js';
import { queueContents } from '../support/queue-contents.js';
import { type Finished, type Running, rollcall, start } from '../support/rollcall.js';
import { until } from '../support/until.js';

/** Words that stand nowhere but in this roster and this secret. */
const PERSON = 'zanzibarquux';
const SECRET = 'xyzzy-plugh-secret';
const WEBHOOKS = '/webhooks/next-identity';

let company: Company;
let ledger: Ledger;
let server: Running | null = null;
afterEach(async () => {
  server?.child.kill('SIGKILL');
  await server?.finished;
  server = null;
  await ledger?.close();
  await company?.close();
});

describe.each(ENGINES)('after the invitation on %s', (engine) => {
  test('no person and no secret is found in logs, output, or queue', async () => {
    company = await foundCompany({ engine });
    ledger = await openLedger({ home: '', databaseUrl: company.databaseUrl });
    const webhooks = `http://127.0.0.1:${await freePort()}${WEBHOOKS}`;
    configure(webhooks);
    const environment = environmentWith('sandbox-direct-secret');
    const printed: Finished[] = [];
    const cli = async (args: readonly string[], secret = 'sandbox-direct-secret') => {
      printed.push(await rollcall(args, environmentWith(secret), company.directory));
    };
    const advance = (days: number) =>
      ledger.pool.query("UPDATE ledger SET clock_ahead = $1 * interval '1 day'", [days]);

    await cli(['run', file('people.csv', ROSTER), '--yes']);
    server = start(['serve', '--port', new URL(webhooks).port], environment, company.directory);
    await until('it listens', () => server?.stderr().includes('Listening') || null);
    company.sandbox.setWebhookTargets([webhooks]);
    company.sandbox.activate({ identifiers: [`${PERSON}0@example.com`] });
    await until('all events are delivered', () => company.sandbox.webhooks().waiting === 0);
    const forged = await fetch(webhooks, { method: 'POST', body: `{"sub":"${PERSON}"}` });
    expect(forged.status).toBe(400);

    await cli(['suppress', 'add', `${PERSON}1@example.com`, '--reason', 'asked for it']);
    company.sandbox.setWebhookTargets([]);
    company.sandbox.activate({ identifiers: [`${PERSON}2@example.com`] });
    await advance(2);
    await cli(['work', '--until-drained']);
    await cli(['activated', file('active.csv', `${PERSON}3@example.com\nno ${PERSON}\n`)]);
    await advance(4);
    await cli(['resend', '--state', 'invited', '--yes']);
    await cli(['work', '--until-drained'], SECRET);
    expect(printed.at(-1)).toMatchObject({ exitCode: 1 });
    await cli(['status']);
    await cli(['status', '--json']);
    server.child.kill('SIGTERM');
    printed.push(await server.finished);

    const { rows } = await ledger.pool.query(
      'SELECT activated_by AS by, resends FROM invite ORDER BY id',
    );
    expect(rows).toEqual([
      { by: 'webhook', resends: 0 },
      { by: null, resends: 0 },
      { by: 'look-up', resends: 0 },
      { by: 'list', resends: 1 },
      { by: null, resends: 1 },
    ]);
    const queued = await queueContents(company.databaseUrl, engine);
    expect(queued).toContain('inviteIds');
    const text = [queued, ...printed.flatMap(({ stdout, stderr }) => [stdout, stderr])].join('\n');
    for (const mark of [PERSON, SECRET, Buffer.from(SECRET).toString('base64').slice(4, -4)])
      expect(text.toLowerCase()).not.toContain(mark.toLowerCase());
  });
});

const ROSTER = [
  'First name,Work email',
  ...Array.from({ length: 5 }, (_, n) => `${PERSON},${PERSON}${n}@example.com`),
].join('\n');

function file(name: string, content: string): string {
  const path = join(company.directory, name);
  writeFileSync(path, content);
  return path;
}

function environmentWith(directSecret: string): Record<string, string> {
  const { DATABASE_URL = '', REDIS_URL = '' } = company.environment;
  const secrets = { ACME_SECRET: 'sandbox-secret', ACME_DIRECT_SECRET: directSecret };
  return { DATABASE_URL, REDIS_URL, ROLLCALL_LOG_LEVEL: 'trace', ...secrets };
}

/** One client that learns of activations in every way, and writes again after one day and after three. */
function configure(audience: string): void {
  const client = {
    baseUrl: company.sandbox.url,
    clientId: 'sandbox',
    clientSecret: { env: 'ACME_SECRET' },
    redirectUri: 'https://app.example/welcome',
    rateLimit: '200 per second',
    directAccess: { clientId: 'sandbox-direct', clientSecret: { env: 'ACME_DIRECT_SECRET' } },
    resend: {
      after: ['1d', '3d'],
      timeZone: 'UTC',
      quietHours: null,
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      spread: '0s',
      coolDown: '1h',
    },
    activation: { webhook: { audience }, list: true },
  };
  file('rollcall.config.json', JSON.stringify({ clients: { acme: client } }));
}
