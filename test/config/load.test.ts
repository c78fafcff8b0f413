import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load.js';
import { COMPLETE, directoryWith, GERMANY, mistakes } from './config-directory.js';

describe('the configuration from the environment alone', () => {
  test('has one client by the name of default', () => {
    const { clients } = loadConfig(COMPLETE, directoryWith());
    expect(clients).toMatchObject([
      {
        name: 'default',
        baseUrl: 'https://id.example',
        clientId: 'abc',
        redirectUri: 'https://app.example/welcome',
        authType: 'email',
        locale: null,
        limit: {},
        pace: null,
      },
    ]);
    expect(clients[0]?.clientSecret.reveal()).toBe('hunter2');
  });

  test.each([
    ['email', 'emailVerified'],
    ['sms', 'mobileNumberVerified'],
  ])('knows an activated person of a client for %s by %s', (authType, attribute) => {
    const given = { ...COMPLETE, NEXT_IDENTITY_AUTH_TYPE: authType };
    const [client] = loadConfig(given, directoryWith()).clients;
    expect(client?.openQuestions.activatedWhen).toEqual({ attribute, is: 'present' });
  });

  test('has no client where no variable names one', () => {
    const directory = directoryWith();
    expect(loadConfig({}, directory)).toEqual({
      directory,
      home: join(directory, '.rollcall'),
      databaseUrl: null,
      redisUrl: null,
      dataKey: null,
      formerDataKey: null,
      concurrency: 50,
      queueWindow: 10_000,
      logLevel: null,
      clients: [],
      syncs: [],
      import: expect.any(Object),
    });
  });

  test('takes an empty variable for unset, as in most .env files', () => {
    const empty = { DATABASE_URL: '', REDIS_URL: '', ROLLCALL_BURST: '', NEXT_IDENTITY_LOCALE: '' };
    const config = loadConfig({ ...COMPLETE, ...empty }, directoryWith());
    expect(config).toMatchObject({ databaseUrl: null, redisUrl: null });
    expect(config.clients[0]).toMatchObject({ locale: null, limit: {} });
    expect(mistakes({ ...COMPLETE, NEXT_IDENTITY_CLIENT_SECRET: '' })).toHaveLength(1);
  });

  test('takes over every setting', () => {
    const config = loadConfig(
      {
        ...COMPLETE,
        NEXT_IDENTITY_AUTH_TYPE: 'sms',
        NEXT_IDENTITY_LOCALE: 'de-DE',
        ROLLCALL_RATE_LIMIT: '100 per hour',
        ROLLCALL_PACE: '90 per hour',
        ROLLCALL_BURST: '7',
        ROLLCALL_CAPACITY: '0.5',
        ROLLCALL_CONCURRENCY: '3',
        ROLLCALL_QUEUE_WINDOW: '20',
        ROLLCALL_LOG_LEVEL: 'debug',
        ROLLCALL_HOME: '/var/lib/rollcall',
        DATABASE_URL: 'postgres://u@db/x',
        REDIS_URL: 'redis+sentinel://a:1,b:2/mymaster',
      },
      directoryWith(),
    );
    expect(config).toMatchObject({
      home: '/var/lib/rollcall',
      databaseUrl: 'postgres://u@db/x',
      redisUrl: 'redis+sentinel://a:1,b:2/mymaster',
      concurrency: 3,
      queueWindow: 20,
      logLevel: 'debug',
    });
    expect(config.clients[0]).toMatchObject({
      authType: 'sms',
      locale: 'de-DE',
      limit: { calls: 100, perMs: 3_600_000, burst: 7, capacity: 0.5 },
      pace: { calls: 90, perMs: 3_600_000 },
    });
  });
});

describe('the configuration from rollcall.config.json', () => {
  test('has the clients of the file, each with its secret from the environment', () => {
    const france = {
      ...GERMANY,
      clientId: 'abc-fr',
      rateLimit: '10 per second',
      burst: 4,
      pace: '9/s',
    };
    const directory = directoryWith({
      'rollcall.config.json': { clients: { germany: GERMANY, france } },
    });
    const { clients } = loadConfig({ GERMANY_SECRET: 'geheim' }, directory);
    expect(clients.map(({ name }) => name)).toEqual(['germany', 'france']);
    expect(clients.map(({ clientSecret }) => clientSecret.reveal())).toEqual(['geheim', 'geheim']);
    expect(clients[1]?.limit).toEqual({ calls: 10, perMs: 1_000, burst: 4 });
    expect(clients.map(({ pace }) => pace)).toEqual([null, { calls: 9, perMs: 1_000 }]);
  });

  test('is joined by the client of the environment', () => {
    const directory = directoryWith({ 'rollcall.config.json': { clients: { germany: GERMANY } } });
    const { clients } = loadConfig({ ...COMPLETE, GERMANY_SECRET: 'geheim' }, directory);
    expect(clients.map(({ name }) => name)).toEqual(['germany', 'default']);
  });

  test('may stand elsewhere, and its paths are meant from there', () => {
    const elsewhere = directoryWith({
      'clients.json': { clients: { germany: { ...GERMANY, clientSecret: { file: 'de.secret' } } } },
      'de.secret': 'geheim\n',
    });
    const { clients } = loadConfig(
      { ROLLCALL_CONFIG: join(elsewhere, 'clients.json') },
      directoryWith(),
    );
    expect(clients[0]?.clientSecret.reveal()).toBe('geheim');
  });

  test('must be there where it is named', () => {
    expect(mistakes({ ROLLCALL_CONFIG: 'mine.json' })).toEqual([
      'ROLLCALL_CONFIG: mine.json does not exist',
    ]);
    expect(mistakes({ ROLLCALL_CONFIG: '.' })).toEqual([expect.stringMatching(/cannot be read$/)]);
  });

  test('may not give the environment’s client a second time', () => {
    const directory = directoryWith({ 'rollcall.config.json': { clients: { default: GERMANY } } });
    expect(mistakes({ ...COMPLETE, GERMANY_SECRET: 'geheim' }, directory)).toEqual([
      'clients.default: also set by NEXT_IDENTITY_CLIENT_ID; keep one of the two',
    ]);
  });
});
