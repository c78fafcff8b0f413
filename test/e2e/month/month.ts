import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { importRoster } from '../../../jobs/import-roster.js';
import { type Config, loadConfig } from '../../../src/config/load.js';
import { openReceivers } from '../../../src/console/open-receivers.js';
import { Refusals } from '../../../src/console/refusals.js';
import { createConsole } from '../../../src/console/server.js';
import { WEBHOOK_PATH } from '../../../src/console/webhook-route.js';
import { saveClient } from '../../../src/ledger/clients.js';
import { recordEvent } from '../../../src/ledger/events.js';
import { readInvites } from '../../../src/ledger/people.js';
import { createLog } from '../../../src/observe/log.js';
import { InviteQueues } from '../../../src/queue/invite-queues.js';
import { SweepQueue } from '../../../src/queue/sweep-queue.js';
import { openRoster } from '../../../src/roster/index.js';
import { ManualClock, type Sandbox, startSandbox } from '../../../src/sandbox/index.js';
import { openScreen, press, submit } from '../../contract/browse.js';
import { type EngineKind, openTestBed, redisUrlFor, type TestBed } from '../../support/engines.js';
import type { Environment } from '../../support/rollcall.js';
import { until } from '../../support/until.js';
import { POLICY, START } from './calendar.js';
import { type Employee, WAYS } from './employees.js';
import { openPostOffice, type PostOffice } from './post-office.js';
import type { Ending } from './verdict.js';

/** A month of one company, whose every clock is driven: Next Identity's, the ledger's and the console's. */
export interface Month {
  readonly sandbox: Sandbox;
  readonly bed: TestBed;
  readonly config: Config;
  readonly postOffice: PostOffice;
  /** For processes of their own. */
  readonly directory: string;
  readonly environment: Environment;
  /** Ms since 1970. */
  now(): number;
  /** Takes everybody in, each by the client that they are invited through. */
  importEverybody(employees: readonly Employee[]): Promise<void>;
  /** Moves all clocks on. */
  advance(ms: number): Promise<void>;
  /** Has people follow the links of their last messages, through the hosted screens. */
  activate(employees: readonly Employee[]): Promise<void>;
  /** Waits until the post office has every event. One that is on its way when the clock moves on is late. */
  delivered(): Promise<void>;
  /** Has sweeps done until nothing is left to do at this time; false where something still is after `deadlineMs`. */
  settle(deadlineMs: number): Promise<boolean>;
  endings(): Promise<ReadonlyMap<string, Ending>>;
  close(): Promise<void>;
}

export interface MonthOptions {
  /** Whether events wait for `postOffice.deliverLate`. */
  readonly isPostLate: boolean;
}

export async function openMonth(kind: EngineKind, { isPostLate }: MonthOptions): Promise<Month> {
  const clock = new ManualClock(START);
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-month-'));
  const bed = await openTestBed(kind);
  const { pool } = bed.ledger;
  const postOffice = await openPostOffice(isPostLate);
  const sandbox = await startSandbox({
    clock,
    mailboxSize: 100_000,
    linkLifetimeMs: null,
    webhookTargets: [postOffice.url],
    clients: [
      ...WAYS.map((clientId) => ({ clientId, secret: 'secret' })),
      { clientId: 'direct', secret: 'secret', directAccess: true },
    ],
  });
  const redisUrl = redisUrlFor(kind);
  const environment = {
    DATABASE_URL: bed.databaseUrl,
    ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
    SECRET: 'secret',
  };
  const written = JSON.stringify(configuration(sandbox.url, postOffice.url));
  writeFileSync(join(directory, 'rollcall.config.json'), written);
  const config = loadConfig(environment, directory);
  const receivers = await openReceivers(pool, config.clients);
  const console = createConsole({
    receivers: receivers.list,
    record: (event) => recordEvent(pool, event),
    checkHealth: () => pool.query('SELECT'),
    refusals: new Refusals(createLog('silent')),
    now: () => clock.now(),
  });
  const url = await console.listen({ host: '127.0.0.1', port: 0 });
  postOffice.deliverTo(`${url}${WEBHOOK_PATH}`);
  const sweeps = new SweepQueue(bed.engine);
  const follows = async () => {
    const ahead = 'clock_ahead = to_timestamp($1::float8 / 1000) - clock_timestamp()';
    await pool.query(`UPDATE ledger SET ${ahead}`, [clock.now()]);
  };
  await follows();

  return {
    ...{ sandbox, bed, config, postOffice, directory, environment },
    now: () => clock.now(),
    importEverybody: (employees) => importEverybody(bed, config, employees),
    async advance(ms) {
      clock.advance(ms);
      await follows();
    },
    async activate(employees) {
      await Promise.all(employees.map(({ email }) => followLink(sandbox, email)));
    },
    async delivered() {
      const isDelivered = () => sandbox.webhooks().waiting === 0;
      await until('the post office has every event', isDelivered);
    },
    async settle(deadlineMs) {
      const deadline = Date.now() + deadlineMs;
      while (Date.now() < deadline) {
        await sweeps.soon();
        await pause(20);
        if (!(await isBusy(bed))) return true;
      }
      return false;
    },
    endings: () => readEndings(bed),
    async close() {
      await console.close();
      await receivers.close();
      await sandbox.close();
      await postOffice.close();
      await sweeps.close();
      await bed.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function configuration(baseUrl: string, audience: string) {
  const client = {
    baseUrl,
    clientSecret: { env: 'SECRET' },
    redirectUri: 'https://app.example/welcome',
    rateLimit: '2000 per second',
    burst: 50,
    resend: POLICY,
  };
  const directAccess = { clientId: 'direct', clientSecret: { env: 'SECRET' } };
  return {
    clients: {
      // Events that are late by days are part of the month.
      'by-webhook': {
        ...client,
        clientId: 'by-webhook',
        activation: { webhook: { audience, maxAge: '7d' } },
      },
      'by-look-up': { ...client, clientId: 'by-look-up', directAccess },
    },
  };
}

async function importEverybody(
  { ledger: { pool }, engine }: TestBed,
  { clients, queueWindow: window }: Config,
  employees: readonly Employee[],
): Promise<void> {
  const queues = new InviteQueues(engine);
  for (const client of clients) {
    const people = employees.filter(({ way }) => way === client.name);
    const rows = people.map(({ email }) => `Ada,Lovelace,${email}\n`);
    const bytes = Readable.from([Buffer.from(`First name,Last name,Work email\n${rows.join('')}`)]);
    const roster = await openRoster(bytes, { authType: 'email' });
    const id = await saveClient(pool, client);
    const queue = queues.of(client.name);
    const known = { id, authType: client.authType };
    await importRoster(roster, { pool, client: known, queue, window, source: client.name });
  }
  await queues.close();
}

async function followLink(sandbox: Sandbox, email: string): Promise<void> {
  const [last] = sandbox.mailbox({ to: email, limit: 1 });
  if (last === undefined) throw new Error(`Expected a message to ${email}`);
  await submit(await press(await openScreen(last.link ?? '')), {
    password: 'correct horse battery',
    passwordAgain: 'correct horse battery',
    terms: 'yes',
    privacy: 'yes',
  });
}

/** Whether there is an event, an invitation, a message, an expiry, or the reckoning of what comes next, to be done now. */
async function isBusy({ ledger }: TestBed): Promise<boolean> {
  const { rows } = await ledger.pool.query<{ isBusy: boolean }>(`
    SELECT EXISTS (SELECT FROM event WHERE handled_at IS NULL)
        OR EXISTS (SELECT FROM invite WHERE state IN ('pending', 'queued', 'sending', 'unknown'))
        OR EXISTS (SELECT FROM invite WHERE state = 'invited' AND (planned_by IS NULL OR next_at <= ledger_now()))
           AS "isBusy"`);
  return rows[0]?.isBusy ?? true;
}

async function readEndings({ ledger }: TestBed): Promise<ReadonlyMap<string, Ending>> {
  const endings = new Map<string, Ending>();
  for await (const { identifier, state, uuid } of readInvites(ledger.pool, null, null))
    endings.set(identifier, { state, uuid });
  return endings;
}
