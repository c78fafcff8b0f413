import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Ledger, openLedger } from '../../src/ledger/open.js';
import { type Company, foundCompany } from '../support/company.js';
import { ENGINES, type EngineKind } from '../support/engines.js';
import { type Finished, rollcall } from '../support/rollcall.js';

const ADA = 'person0@example.com';
const GRACE = 'person1@example.com';
const ALAN = 'person2@example.com';
const NOBODY = 'nobody@example.com';
const REASON = 'asked to be left alone';

/** No client of the environment: the one in the file is the only one. */
const NO_CLIENT = {
  NEXT_IDENTITY_BASE_URL: '',
  NEXT_IDENTITY_CLIENT_ID: '',
  NEXT_IDENTITY_CLIENT_SECRET: '',
  NEXT_IDENTITY_REDIRECT_URI: '',
  ROLLCALL_RATE_LIMIT: '',
  ROLLCALL_BURST: '',
  ACME_SECRET: 'sandbox-secret',
};

let company: Company;
let ledger: Ledger;

async function found(engine: EngineKind): Promise<void> {
  company = await foundCompany({ engine, environment: NO_CLIENT });
  ledger = await openLedger({ home: '', databaseUrl: company.databaseUrl });
  writeFileSync(join(company.directory, 'rollcall.config.json'), configOf(company.sandbox.url));
}

async function dissolve(): Promise<void> {
  await ledger?.close();
  await company?.close();
}

function cli(...args: string[]): Promise<Finished> {
  return rollcall(args, company.environment, company.directory);
}

async function lines(...args: string[]): Promise<Record<string, unknown>[]> {
  const { stdout } = await cli(...args, '--json');
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const [first = {}] = await lines(...args);
  return first;
}

describe.each(ENGINES)('one more message, on %s', (engine) => {
  beforeAll(async () => {
    await found(engine);
    expect(await cli('run', company.writeRoster(3), '--yes')).toMatchObject({ exitCode: 0 });
  });
  afterAll(dissolve);

  const everybody = ['resend', ADA, GRACE, NOBODY];
  const messagesTo = (identifier: string) =>
    [...company.sandbox.identities()].find((one) => one.identifier === identifier)?.messages;

  test('is not sent to people who got one a short time ago', async () => {
    const { stdout } = await cli('resend', '--batch', '1', '--dry-run');
    expect(stdout).toMatch(/^ {2}3 {2}got a message too short a time ago/);
    expect(stdout).toContain(`${ADA}, ${GRACE}, ${ALAN}`);
  });

  test('is asked about, and said why it is not for others', async () => {
    await ledger.pool.query("UPDATE ledger SET clock_ahead = '2 days'");
    await cli('suppress', 'add', GRACE, '--reason', REASON);
    const { exitCode, stdout, stderr } = await cli(...everybody);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/1 {2}would be sent one more message\n {2}1 {2}are suppressed/);
    expect(stderr).toContain('1  are not among the people chosen');
    expect(stderr).not.toContain('Nothing tells who has activated');
    expect(stderr).toContain(`type: rollcall resend ${ADA} ${GRACE} ${NOBODY} --yes`);
    // What goes to stderr may end in a log.
    expect(stderr.replace(/type: .*/, '')).not.toContain('@example.com');
  });

  test('is sent once, to those who are left', async () => {
    expect(await json(...everybody, '--yes')).toMatchObject({ client: 'acme', asked: 1 });
    expect(await json('status')).toMatchObject({
      clients: [{ activation: { outlook: { byHand: 1 } } }],
    });
    const again = await cli(...everybody, '--yes');
    expect(again.stdout).toContain('1  have a message under way already');

    expect((await cli('work', '--until-drained')).exitCode).toBe(0);
    expect([ADA, GRACE, ALAN].map(messagesTo)).toEqual([2, 1, 1]);
    const { stdout } = await cli('show', ADA);
    expect(stdout).toMatch(/batch 1, people\.csv, line 2: new\n.* invitation: HTTP 201, invited\n/);
    expect(stdout).toMatch(/message again, by hand: HTTP 201/);
    expect(stdout).toMatch(/\nNext: message again, slot 1, \d{4}-/);
  });

  test('reaches somebody who is suppressed only by name', async () => {
    const wide = await cli('resend', '--batch', '1', '--ignore-suppression', '--yes');
    expect(wide).toMatchObject({ exitCode: 2, stdout: '' });
    expect(wide.stderr).toContain('name the very people');
    const named = await json('resend', GRACE, '--ignore-suppression', '--dry-run');
    expect(named.people).toEqual([{ verdict: 'ready', people: 1, first: [GRACE] }]);
  });
});

describe('what an operator says and asks', () => {
  beforeAll(() => found('postgres'));
  afterAll(dissolve);

  test('keeps an address from being called, and explains it', async () => {
    const list = fileOf('quiet.csv', `Name,Work email\nGrace,${GRACE}\n`);
    const added = await json('suppress', 'add', '--file', list, '--reason', REASON);
    expect(added).toEqual({ added: 1, known: 0, cancelled: 0 });
    expect(await json('suppress', 'list')).toMatchObject({ identifier: GRACE, reason: REASON });

    const roster = company.writeRoster(3);
    const planned = await cli('plan', roster);
    expect(planned.stdout).toContain('1  identity.suppressed  (line 3)');
    expect(planned.stdout).toContain('Who has activated is learnt by lists.');
    expect(await cli('run', roster, '--yes')).toMatchObject({ exitCode: 0 });
    expect((await cli('rejects', '1')).stdout).toContain(`: ${REASON}. Leave the row out`);
    expect(company.sandbox.user(GRACE)).toBeUndefined();
    expect((await cli('show', GRACE)).stderr).toContain('It has been suppressed since');

    expect(await json('suppress', 'remove', GRACE, NOBODY)).toEqual({ removed: 1, unknown: 1 });
    expect((await cli('suppress', 'list')).stdout).toBe('');
  });

  test('stands in the list and in the export', async () => {
    await cli('activated', fileOf('activated.txt', ALAN));
    expect((await cli('list')).stdout).toMatch(
      /person2@.* activated \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\n/,
    );
    const [ada, , alan] = await lines('export');
    expect(ada).toMatchObject({ rollcall_status: 'invited', rollcall_resends: 0 });
    expect(alan).toMatchObject({ rollcall_status: 'activated', rollcall_next_at: null });
    expect(alan?.rollcall_activated_at).toMatch(/^\d{4}-/);
    const header = (await cli('export')).stdout.split('\r\n')[0];
    expect(header).toContain('rollcall_activated_at,rollcall_resends,rollcall_last_message_at');
  });

  test('ends doubts where a call was lost for good', async () => {
    await cli('import', company.writeRoster(5), '--yes');
    for (const state of ['queued', 'sending', 'unknown']) {
      await ledger.pool.query('UPDATE invite SET state = $1, due_at = NULL WHERE line > 4', [
        state,
      ]);
    }
    const listed = await cli('resolve');
    expect(listed.stdout.match(/person[34]@/g)).toEqual(['person3@', 'person4@']);
    expect(listed.stderr).toContain('--as not-sent  It has not.');

    expect((await cli('resolve', '--as', 'invited')).stderr).toContain('Say whose doubt to end');
    const unconfirmed = await cli('resolve', 'person3@example.com', '--as', 'not-sent');
    expect(unconfirmed.exitCode).toBe(2);
    const invited = await json('resolve', 'person3@example.com', '--as', 'invited', '--yes');
    expect(invited).toEqual({ resolved: 1, as: 'invited' });
    const unsent = await json('resolve', '--batch', '2', '--as', 'not-sent', '--yes');
    expect(unsent).toEqual({ resolved: 1, as: 'not-sent' });

    const rows = await lines('list', '--batch', '2');
    expect(rows.slice(3).map(({ state }) => state)).toEqual(['invited', 'pending']);
    expect((await cli('resolve')).stderr).toContain('Nobody is in doubt');
  });

  test('holds a batch until a time', async () => {
    const roster = company.writeRoster(7);
    const past = await cli('import', roster, '--at', '2020-01-01 08:00', '--yes');
    expect(past).toMatchObject({ exitCode: 2, stdout: '' });
    expect(past.stderr).toContain('is past');

    const held = await cli('import', roster, '--at', '2099-12-01 08:00', '--yes');
    expect(held.stderr).toContain('held until 2099-12-01 08:00:00 Europe/Berlin');
    expect(held.stdout).toContain('called from 2099-12-01 07:00:00 UTC on');
    const status = await cli('status');
    expect(status.stdout).toContain('2 invitations held, the first until 2099-12-01 08:00:00');
    const story = await cli('show', 'person6@example.com');
    expect(story.stdout).toContain('Next: the invitation, 2099-12-01 08:00:00.');
  });

  test('says of a batch that is held that it is not waited for', async () => {
    const roster = fileOf('later.csv', 'Work email\nlater@example.com\n');
    const held = await cli('import', roster, '--at', '2099-12-01 08:00', '--wait');
    expect(held.exitCode).toBe(0);
    expect(held.stderr).toMatch(/The new people of batch \d+ were not waited for/);
  });

  function fileOf(name: string, content: string): string {
    const path = join(company.directory, name);
    writeFileSync(path, content);
    return path;
  }
});

function configOf(baseUrl: string): string {
  const resend = {
    after: ['10d', '20d'],
    quietHours: null,
    days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    timeZone: 'Europe/Berlin',
  };
  const acme = {
    baseUrl,
    clientId: 'sandbox',
    clientSecret: { env: 'ACME_SECRET' },
    redirectUri: 'https://app.example/welcome',
    rateLimit: '200 per second',
    resend,
    activation: { list: true },
  };
  return JSON.stringify({ clients: { acme } });
}
