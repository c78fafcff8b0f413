import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load.js';
import { isPrivateAddress } from '../../src/config/private-address.js';
import { COMPLETE, directoryWith, GERMANY, mistakes } from './config-directory.js';

describe('an address', () => {
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.168.178.1',
    '198.19.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::10.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::1',
    '2002:a00:1::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'fec0::1',
    'ff02::1',
    'no address at all',
    '',
  ])('%j is private', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  test.each([
    '9.255.255.255',
    '11.0.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '168.63.129.17',
    '172.15.255.255',
    '172.32.0.1',
    '192.167.255.255',
    '223.255.255.254',
    '::ffff:1.1.1.1',
    '64:ff9b::1.1.1.1',
    '2001:4860:4860::8888',
    '2a00:1450:4001::1',
  ])('%s is public', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });
});

describe('a base URL on a private address', () => {
  const PRIVATE = [
    'https://10.0.0.1',
    'https://192.168.1.1:8443/tenant',
    'https://169.254.169.254/latest/meta-data',
    // As other people write 10.0.0.1 and 127.0.0.1.
    'https://0x0a.1',
    'https://167772161',
    'https://[::ffff:127.0.0.1]',
    'https://[fd00:ec2::254]',
  ];

  test.each(PRIVATE)('%s is refused, with the variable that would allow it', (url) => {
    expect(mistakes({ ...COMPLETE, NEXT_IDENTITY_BASE_URL: url })).toEqual([
      'NEXT_IDENTITY_BASE_URL: Expected a host on the public internet, and this is a private address: if it is meant, set NEXT_IDENTITY_ALLOW_PRIVATE_ADDRESSES=true',
    ]);
  });

  test('is taken where the variable allows it', () => {
    const environment = { ...COMPLETE, NEXT_IDENTITY_ALLOW_PRIVATE_ADDRESSES: 'true' };
    for (const url of PRIVATE) {
      const given = { ...environment, NEXT_IDENTITY_BASE_URL: url };
      expect(loadConfig(given, directoryWith()).clients).toMatchObject([
        { baseUrl: url, allowPrivateAddresses: true },
      ]);
    }
    expect(mistakes({ ...COMPLETE, NEXT_IDENTITY_ALLOW_PRIVATE_ADDRESSES: 'yes' })).toEqual([
      'NEXT_IDENTITY_ALLOW_PRIVATE_ADDRESSES: Expected true or false',
    ]);
  });

  test('does not come from this machine being allowed', () => {
    for (const url of ['http://127.0.0.1:4010', 'https://localhost', 'http://[::1]:4010']) {
      const given = { ...COMPLETE, NEXT_IDENTITY_BASE_URL: url };
      expect(loadConfig(given, directoryWith()).clients).toMatchObject([
        { allowPrivateAddresses: false },
      ]);
    }
  });

  const inFile = (client: object, syncs: object = {}) =>
    directoryWith({
      'rollcall.config.json': { clients: { germany: { ...GERMANY, ...client } }, syncs },
    });
  const given = { GERMANY_SECRET: 'hunter2' };
  const beside =
    'Expected a host on the public internet, and this is a private address: if it is meant, set "allowPrivateAddresses": true beside it';

  test('is refused in the file too, and so are the keys of the tenant', () => {
    expect(mistakes(given, inFile({ baseUrl: 'https://10.0.0.1' }))).toEqual([
      `rollcall.config.json: clients.germany.baseUrl: ${beside}`,
    ]);
    const webhook = { audience: 'https://app.example/hook', jwksUri: 'https://10.0.0.1/jwks' };
    const activation = { webhook };
    expect(mistakes(given, inFile({ activation }))).toEqual([
      `rollcall.config.json: clients.germany.activation.webhook.jwksUri: ${beside.replace('beside it', 'of the client')}`,
    ]);
    const allowed = { baseUrl: 'https://10.0.0.1', allowPrivateAddresses: true, activation };
    expect(loadConfig(given, inFile(allowed)).clients).toHaveLength(1);
  });

  test('has its like in syncs: exports, storage, and whoever is told', () => {
    const secret = { env: 'GERMANY_SECRET' };
    const sync = { cron: '0 2 * * *', timeZone: 'Europe/Berlin' };
    const syncs = (allowed: object) => ({
      download: {
        ...sync,
        source: { kind: 'https', url: 'https://10.0.0.2/x.csv', ...allowed },
        notify: [
          { kind: 'webhook', url: 'https://10.0.0.3/hook', secret, ...allowed },
          { kind: 'chat', url: 'https://10.0.0.4/chat', ...allowed },
        ],
      },
      storage: {
        ...sync,
        source: {
          ...{ kind: 's3', bucket: 'hr', key: 'x.csv', region: 'here' },
          ...{ endpoint: 'https://10.0.0.5', ...allowed },
        },
      },
    });
    expect(mistakes(given, inFile({}, syncs({})))).toEqual([
      `rollcall.config.json: syncs.download.source.url: ${beside}`,
      `rollcall.config.json: syncs.download.notify.0.url: ${beside}`,
      `rollcall.config.json: syncs.download.notify.1.url: ${beside}`,
      `rollcall.config.json: syncs.storage.source.endpoint: ${beside}`,
    ]);
    const allowed = syncs({ allowPrivateAddresses: true });
    expect(loadConfig(given, inFile({}, allowed)).syncs).toHaveLength(2);
  });
});
