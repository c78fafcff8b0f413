import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { PACKAGE_ROOT } from '../../src/config/package-root.js';
import { NextIdentityClient } from '../../src/next-identity/client.js';
import { type Company, foundCompany } from '../support/company.js';
import { freePort } from '../support/free-port.js';
import { type Environment, type Finished, rollcall } from '../support/rollcall.js';

const APP = 'https://app.example/welcome';
const ADA = 'ada@example.com';
const NUMBER = '+4915112345678';
/** Words that stand nowhere but in secrets. */
const LOGIN = { clientId: 'login', secret: 'xyzzy-login-secret' };
const DIRECT = { clientId: 'lookup', secret: 'xyzzy-lookup-secret' };
const WRONG = 'plugh-wrong-secret';
const FORGED = 'frotz-forged-token';

let company: Company;
let accessToken: string;
let printed: string[] = [];

beforeAll(async () => {
  company = await foundCompany({
    engine: 'postgres',
    sandbox: {
      clients: [
        { ...LOGIN, redirectUris: [APP] },
        { ...DIRECT, directAccess: true },
      ],
      // Every test changes something of Ada's; none waits for her to be let in again.
      tokenLimit: null,
    },
    environment: {
      NEXT_IDENTITY_CLIENT_ID: LOGIN.clientId,
      NEXT_IDENTITY_CLIENT_SECRET: LOGIN.secret,
      NEXT_IDENTITY_DIRECT_CLIENT_ID: DIRECT.clientId,
      NEXT_IDENTITY_DIRECT_CLIENT_SECRET: DIRECT.secret,
      ROLLCALL_LOG_LEVEL: 'trace',
    },
  });
  const profile = { firstName: 'Ada', lastName: 'Lovelace' };
  company.sandbox.seedUsers([
    { identifier: ADA, activated: true, profile },
    { identifier: NUMBER, authType: 'sms', profile: { firstName: 'Grace' } },
  ]);
  accessToken = await tokenOfAda();
});

afterAll(() => company?.close());

afterEach(() => {
  const secrets = [LOGIN.secret, DIRECT.secret, WRONG, FORGED, accessToken];
  const credentials = [LOGIN, DIRECT].map(({ clientId, secret }) => `${clientId}:${secret}`);
  const encoded = credentials.map((both) => Buffer.from(both).toString('base64'));
  const all = printed.join('\n');
  printed = [];
  for (const secret of [...secrets, ...encoded]) expect(all).not.toContain(secret);
});

async function tokenOfAda(): Promise<string> {
  const api = new NextIdentityClient({
    baseUrl: company.sandbox.url,
    clientId: LOGIN.clientId,
    clientSecret: LOGIN.secret,
    redirectUri: APP,
    authType: 'email',
  });
  const who = { identifier: ADA, clientId: LOGIN.clientId, redirectUri: APP };
  const code = company.sandbox.issueCode(who);
  const tokens = await api.exchangeCode({ code, userId: ADA });
  await api.close();
  return tokens.accessToken;
}

/** Runs a command with the company's settings, changed; an empty setting counts as none. */
async function cli(args: readonly string[], changed: Environment = {}): Promise<Finished> {
  const environment = { ...company.environment, ...changed };
  return noted(await rollcall(args, environment, company.directory));
}

/** The same with something piped in. */
async function piped(input: string, args: readonly string[]): Promise<Finished> {
  const child = spawn(process.execPath, [join(PACKAGE_ROOT, 'bin/rollcall.js'), ...args], {
    cwd: company.directory,
    env: { PATH: process.env.PATH ?? '', ...company.environment },
  });
  child.stdin.end(input);
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return noted({ exitCode, stdout, stderr });
}

function noted(finished: Finished): Finished {
  printed.push(finished.stdout, finished.stderr);
  return finished;
}

const asAda = () => ({ NEXT_IDENTITY_ACCESS_TOKEN: accessToken });

describe('rollcall profile get', () => {
  test('shows the profile of whom the access token is of', async () => {
    const { exitCode, stdout } = await cli(['profile', 'get'], asAda());
    expect(stdout).toMatch(/firstName\s+Ada\n/);
    expect(stdout).toMatch(/emailAddress\s+ada@example\.com\n/);
    expect(exitCode).toBe(0);
  });

  test('takes the token from standard input as well, and prints JSON', async () => {
    const { exitCode, stdout } = await piped(`${accessToken}\n`, ['profile', 'get', '--json']);
    expect(JSON.parse(stdout)).toEqual({
      firstName: 'Ada',
      lastName: 'Lovelace',
      emailAddress: ADA,
    });
    expect(exitCode).toBe(0);
  });

  test('without a token says where to put it, and makes no call', async () => {
    const { calls } = company.sandbox.account();
    const { exitCode, stdout, stderr } = await cli(['profile', 'get']);
    expect(stderr).toContain('NEXT_IDENTITY_ACCESS_TOKEN');
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
    expect(company.sandbox.account().calls).toBe(calls);
  });

  test('with a token of nobody is refused, and says to check it', async () => {
    const { exitCode, stderr } = await cli(['profile', 'get'], {
      NEXT_IDENTITY_ACCESS_TOKEN: FORGED,
    });
    expect(stderr).toContain('401');
    expect(stderr).toContain('access token');
    expect(exitCode).toBe(2);
  });

  test('with what cannot be a token makes no call', async () => {
    const { calls } = company.sandbox.account();
    const { exitCode, stderr } = await piped(`"${FORGED}"`, ['profile', 'get']);
    expect(stderr).toContain('copy it again');
    expect(exitCode).toBe(2);
    expect(company.sandbox.account().calls).toBe(calls);
  });
});

describe('rollcall profile set', () => {
  test('changes the fields, true and false as flags, and names them without their values', async () => {
    const fields = ['nickname=Countess', 'motto=a=b', 'resourceAccessB2b=true'];
    const { exitCode, stdout, stderr } = await cli(['profile', 'set', ...fields], asAda());
    expect(stdout).toBe('Changed: nickname, motto, resourceAccessB2b\n');
    expect(stderr).not.toContain('Countess');
    expect(exitCode).toBe(0);
    expect(company.sandbox.user(ADA)?.profile).toMatchObject({
      firstName: 'Ada',
      nickname: 'Countess',
      motto: 'a=b',
      resourceAccessB2b: true,
    });
  });

  test.each([['nickname'], ['=Countess'], ['nick name=Countess']])(
    'refuses %s before it makes a call',
    async (assignment) => {
      const { calls } = company.sandbox.account();
      const { exitCode, stderr } = await cli(['profile', 'set', assignment], asAda());
      expect(stderr).toContain('firstName=Ada');
      expect(exitCode).toBe(2);
      expect(company.sandbox.account().calls).toBe(calls);
    },
  );

  test('without a field says how it is used', async () => {
    const { exitCode, stderr } = await cli(['profile', 'set'], asAda());
    expect(stderr).toContain("missing required argument 'field=value'");
    expect(exitCode).toBe(2);
  });

  test('names the field that Next Identity refuses, and not what was in it', async () => {
    const { exitCode, stderr } = await cli(
      ['profile', 'set', 'emailAddress=zanzibarquux'],
      asAda(),
    );
    expect(stderr).toContain('invalid_form_fields (emailAddress)');
    expect(stderr).not.toContain('zanzibarquux');
    expect(exitCode).toBe(2);
  });
});

describe('rollcall find', () => {
  test.each([
    ['an address in any case', 'Ada@Example.com'],
    ['a filter of the API', "givenName='Ada' and familyName='Lovelace'"],
  ])('finds by %s, and tells who has activated', async (_, query) => {
    const { exitCode, stdout } = await cli(['find', query, '--json']);
    expect(JSON.parse(stdout)).toEqual({
      uuid: company.sandbox.user(ADA)?.uuid,
      email: ADA,
      mobileNumber: null,
      givenName: 'Ada',
      familyName: 'Lovelace',
      emailVerified: expect.any(String),
      activated: true,
    });
    expect(exitCode).toBe(0);
  });

  test('finds by number as people write it, and by uuid, and shows what is asked for', async () => {
    const byNumber = await cli(['find', '+49 (151) 123-45678', '--attributes', 'uuid', '--json']);
    const found = JSON.parse(byNumber.stdout);
    const uuid = company.sandbox.user(NUMBER)?.uuid ?? '';
    expect(found).toEqual({ uuid, emailVerified: null, activated: false });
    const byUuid = await cli(['find', uuid.toUpperCase(), '--attributes', 'givenName']);
    expect(byUuid.stdout).toMatch(/givenName\s+Grace\n/);
    expect(byUuid.exitCode).toBe(0);
  });

  test('says on the side that nobody was found', async () => {
    const { exitCode, stdout, stderr } = await cli(['find', 'nobody@example.com']);
    expect([stdout, exitCode]).toEqual(['', 0]);
    expect(stderr).toContain('Nobody was found.');
  });

  test('without a direct access client says what to set', async () => {
    const none = { NEXT_IDENTITY_DIRECT_CLIENT_ID: '', NEXT_IDENTITY_DIRECT_CLIENT_SECRET: '' };
    const { exitCode, stderr } = await cli(['find', ADA], none);
    expect(stderr).toContain('NEXT_IDENTITY_DIRECT_CLIENT_ID');
    expect(exitCode).toBe(2);
  });

  test.each([
    ['with a wrong secret', { NEXT_IDENTITY_DIRECT_CLIENT_SECRET: WRONG }, 'HTTP 400'],
    [
      'with a login client in its place',
      {
        NEXT_IDENTITY_DIRECT_CLIENT_ID: LOGIN.clientId,
        NEXT_IDENTITY_DIRECT_CLIENT_SECRET: LOGIN.secret,
      },
      'HTTP 403',
    ],
  ])('%s is refused, and says what to check', async (_, changed, status) => {
    const { exitCode, stdout, stderr } = await cli(['find', ADA], changed);
    expect(stderr).toContain(status);
    expect(stderr).toContain('Check the client id and its secret');
    expect(stderr).not.toContain(ADA);
    expect([stdout, exitCode]).toEqual(['', 2]);
  });
});

describe('rollcall doctor', () => {
  const verdicts = async (changed: Environment = {}) => {
    const { exitCode, stdout } = await cli(['doctor', '--json'], changed);
    const { findings } = JSON.parse(stdout) as { findings: { check: string; verdict: string }[] };
    const of = Object.fromEntries(findings.map(({ check, verdict }) => [check, verdict]));
    return { exitCode, of };
  };
  const GOOD = {
    'base URL': 'good',
    credentials: 'good',
    'client id': 'good',
    'auth type': 'good',
    'redirect URI': 'good',
    'grant type': 'good',
    'look-up': 'good',
    ledger: 'good',
    'existing people': 'open',
    resend: 'open',
    'rate limit': 'open',
  };

  test('finds nothing wrong where nothing is, changes nothing and reaches nobody', async () => {
    const { users } = company.sandbox.account();
    expect(await verdicts()).toEqual({ exitCode: 0, of: GOOD });
    expect(company.sandbox.account().users).toEqual(users);
    expect(company.sandbox.mailbox()).toEqual([]);
  });

  test('writes a line for each finding, and where to read on', async () => {
    const { exitCode, stdout } = await cli(['doctor']);
    expect(stdout).toContain(`Client default, ${company.sandbox.url}\n`);
    expect(stdout).toMatch(/^ {2}good {2}credentials {6}taken$/m);
    expect(stdout).toContain('docs/next-identity.md');
    expect(exitCode).toBe(0);
  });

  test('finds a wrong redirect URI, and nothing else', async () => {
    const changed = { NEXT_IDENTITY_REDIRECT_URI: 'https://elsewhere.example/' };
    expect(await verdicts(changed)).toEqual({
      exitCode: 1,
      of: { ...GOOD, 'redirect URI': 'bad' },
    });
  });

  test.each([
    ['secret', { NEXT_IDENTITY_CLIENT_SECRET: WRONG }],
    ['client id', { NEXT_IDENTITY_CLIENT_ID: 'nobody' }],
  ])('finds a wrong %s, and says nothing of what it could not see', async (_, changed) => {
    const { exitCode, of } = await verdicts(changed);
    expect(of).toMatchObject({ 'base URL': 'good', credentials: 'bad', 'look-up': 'good' });
    expect(of).not.toHaveProperty('redirect URI');
    expect(exitCode).toBe(1);
  });

  test('finds a wrong secret of the direct access client', async () => {
    const changed = { NEXT_IDENTITY_DIRECT_CLIENT_SECRET: WRONG };
    expect(await verdicts(changed)).toEqual({ exitCode: 1, of: { ...GOOD, 'look-up': 'bad' } });
  });

  test('leaves the look-up open where there is no direct access client', async () => {
    const none = { NEXT_IDENTITY_DIRECT_CLIENT_ID: '', NEXT_IDENTITY_DIRECT_CLIENT_SECRET: '' };
    expect(await verdicts(none)).toEqual({ exitCode: 0, of: { ...GOOD, 'look-up': 'open' } });
  });

  test('stops at a base URL where nobody answers', async () => {
    const changed = { NEXT_IDENTITY_BASE_URL: `http://127.0.0.1:${await freePort()}` };
    expect(await verdicts(changed)).toEqual({
      exitCode: 1,
      of: { 'base URL': 'bad', ledger: 'good' },
    });
  });

  test('of a client that is not configured is refused', async () => {
    const { exitCode, stderr } = await cli(['doctor', '--client', 'mars']);
    expect(stderr).toContain('No client "mars" is configured');
    expect(exitCode).toBe(2);
  });
});
