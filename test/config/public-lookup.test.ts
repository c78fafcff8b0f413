import dns, { type LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { checkBaseUrl } from '../../src/cli/doctor-checks.js';
import { publicLookup } from '../../src/config/public-lookup.js';
import { toAnswer } from '../../src/next-identity/to-answer.js';
import { openKeySet } from '../../src/next-identity/webhooks/key-set.js';
import { notify } from '../../src/sync/notify/notify.js';
import { clientConfig } from '../ledger/seed.js';
import { clientFor, errorOf } from '../next-identity/client-under-test.js';
import { aContext, SHORT, targets } from '../sync/notify/a-context.js';
import { aHeldReport } from '../sync/report/a-report.js';
import { openBench, SECRETS } from '../sync/sources/fetching.js';

/** A name that is no other's, as the name server of a stranger would answer for it. */
const NAME = 'rebound.example';

type Answer = (error: Error | null, addresses: LookupAddress[]) => void;

/** Has every name lead to these addresses, the first answer first and the last for ever. */
function namesLeadTo(...answers: string[][]): void {
  let asked = 0;
  const lookup = (_name: string, _options: unknown, answer: Answer) => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  // The real one has a form for every set of options.
  jest.spyOn(dns, 'lookup').mockImplementation(lookup as never);
}

let server: Server;
let port: number;
let connections = 0;
beforeAll(async () => {
  server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined).destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => void server.close());
afterEach(() => {
  jest.restoreAllMocks();
  connections = 0;
});

describe('a name', () => {
  /** What a connection would be made to. */
  function lookedUp(options: object = { all: true }): Promise<unknown> {
    const { lookup } = publicLookup(NAME);
    return new Promise((resolve) =>
      lookup?.(NAME, options, (error, address, family) =>
        resolve(error?.code ?? (family === undefined ? address : { address, family })),
      ),
    );
  }

  test('leads where it leads, if that is public', async () => {
    namesLeadTo(['192.0.2.7', '2001:db8::7']);
    expect(await lookedUp()).toEqual([
      { address: '192.0.2.7', family: 4 },
      { address: '2001:db8::7', family: 6 },
    ]);
    expect(await lookedUp({})).toEqual({ address: '192.0.2.7', family: 4 });
  });

  test('leads nowhere, if one of its addresses is private', async () => {
    namesLeadTo(['192.0.2.7', 'fd00::1']);
    expect(await lookedUp()).toBe('PRIVATE_ADDRESS');
    expect(await lookedUp({})).toBe('PRIVATE_ADDRESS');
  });

  test('is looked at for every connection: another answer the second time does not get past', async () => {
    namesLeadTo(['192.0.2.7'], ['169.254.169.254']);
    expect(await lookedUp()).toHaveLength(1);
    expect(await lookedUp()).toBe('PRIVATE_ADDRESS');
  });

  test('that is not known is told as such', async () => {
    const unknown = Object.assign(new Error('no'), { code: 'ENOTFOUND' });
    const lookup = (_name: string, _options: unknown, answer: Answer) => answer(unknown, []);
    jest.spyOn(dns, 'lookup').mockImplementation(lookup as never);
    expect(await lookedUp()).toBe('ENOTFOUND');
  });

  test('of this machine, and one that is allowed, are left to themselves', () => {
    expect(publicLookup('localhost')).toEqual({});
    expect(publicLookup('127.0.0.1')).toEqual({});
    expect(publicLookup(NAME, true)).toEqual({});
  });
});

/** Connects by the name, in one of the ways that Rollcall does, and tells what was said of it. */
type Way = (url: string, allowed: { allowPrivateAddresses?: boolean }) => Promise<unknown>;

const ways: Readonly<Record<string, Way>> = {
  async 'the API'(baseUrl, allowed) {
    const client = clientFor(baseUrl, allowed);
    return (await errorOf(client.preRegister({ profileFields: {} }))).message;
  },
  async 'the keys of the tenant'(url, allowed) {
    const keys = openKeySet(url, allowed);
    try {
      const token = { payload: '', signature: '' };
      const found = async () => keys.key({ alg: 'RS256' }, token);
      return await found().catch(String);
    } finally {
      await keys.close();
    }
  },
  async doctor(baseUrl, allowed) {
    return (await checkBaseUrl({ ...clientConfig({ baseUrl }), ...allowed })).found;
  },
  async 'an https source'(url, allowed) {
    const bench = openBench();
    const refused = await bench.refusal({ kind: 'https', url, ...allowed });
    bench.remove();
    return refused;
  },
  async 'storage like S3'(endpoint, allowed) {
    const bench = openBench();
    SECRETS.S3 = 'a key';
    const credentials = { accessKeyId: { env: 'S3' }, secretAccessKey: { env: 'S3' } };
    const at = { kind: 's3', bucket: 'hr', key: 'x.csv', region: 'eu-central-1', credentials };
    const refused = await bench.refusal({ ...at, endpoint, ...allowed });
    bench.remove();
    return refused;
  },
  async 'a chat'(url, allowed) {
    const chat = targets({ kind: 'chat', url, on: 'every-run', ...allowed });
    const context = aContext({}, { patience: { ...SHORT, tries: 1 } });
    return (await notify(aHeldReport(), chat, context))[0]?.message;
  },
};

describe.each(Object.entries(ways))('%s', (_name, connect) => {
  const url = () => `https://${NAME}:${port}/`;

  test('is not looked for on a private address, and says which setting would allow it', async () => {
    namesLeadTo(['127.0.0.1']);
    const said = await connect(url(), {});
    expect(said).toMatch(/leads to a private address.*allowPrivateAddresses/);
    expect(connections).toBe(0);
  });

  test('is looked for there where that is allowed', async () => {
    namesLeadTo(['127.0.0.1']);
    expect(await connect(url(), { allowPrivateAddresses: true })).not.toMatch(/private/);
    expect(connections).toBeGreaterThan(0);
  });
});

test('a base URL that leads to a private address stops the client, and burns no rows', async () => {
  namesLeadTo(['10.0.0.1']);
  const client = clientFor(`https://${NAME}`);
  const answer = await toAnswer(client.preRegister({ profileFields: {} }));
  expect(answer).toMatchObject({ kind: 'misdirected' });
  expect(await errorOf(client.preRegister({ profileFields: {} }))).toMatchObject({
    kind: 'refused',
    canRetry: false,
    mayHaveTakenEffect: false,
    status: null,
  });
});

test('a chat whose URL is a secret is not told on a private address either', async () => {
  const chat = targets({ kind: 'chat', url: { env: 'CHAT' }, on: 'every-run' });
  const context = aContext({ CHAT: 'https://10.0.0.1/T/B/x' });
  const [outcome] = await notify(aHeldReport(), chat, context);
  expect(outcome).toMatchObject({
    result: 'failed',
    code: 'notify.secret',
    message: expect.stringMatching(/the variable CHAT .* private address/),
  });
});
