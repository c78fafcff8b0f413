import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load.js';
import { COMPLETE, directoryWith, GERMANY, mistakes } from './config-directory.js';

const withFile = (content: unknown) => directoryWith({ 'rollcall.config.json': content });

describe('one message', () => {
  test('lists everything that is wrong in the environment', () => {
    const environment = {
      NEXT_IDENTITY_BASE_URL: 'nonsense',
      NEXT_IDENTITY_CLIENT_ID: 'abc',
      NEXT_IDENTITY_AUTH_TYPE: 'fax',
      NEXT_IDENTITY_LOCALE: 'german',
      ROLLCALL_RATE_LIMIT: 'fast',
      ROLLCALL_BURST: '0',
      ROLLCALL_CAPACITY: '95',
      ROLLCALL_CONCURRENCY: 'many',
      ROLLCALL_QUEUE_WINDOW: '1.5',
      ROLLCALL_LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://db/x',
      REDIS_URL: 'localhost:6379',
    };
    const named = mistakes(environment).map((line) => line.split(':')[0]);
    expect(named.sort()).toEqual(
      [
        ...Object.keys(environment).filter((name) => name !== 'NEXT_IDENTITY_CLIENT_ID'),
        'NEXT_IDENTITY_CLIENT_SECRET',
        'NEXT_IDENTITY_REDIRECT_URI',
      ].sort(),
    );
  });

  test('lists everything that is wrong in the file, beside the environment', () => {
    const directory = withFile({
      clients: {
        germany: { ...GERMANY, baseUrl: 'http://id.example', colour: 'red' },
        france: GERMANY,
        'Great Britain': GERMANY,
      },
    });
    expect(mistakes({ ROLLCALL_CONCURRENCY: '0' }, directory)).toEqual([
      'ROLLCALL_CONCURRENCY: Expected a whole number from 1 up',
      'rollcall.config.json: clients.germany.baseUrl: Expected an https:// URL (http:// is accepted for this machine only, e.g. the sandbox)',
      'rollcall.config.json: clients.germany: Unrecognized key: "colour"',
      'rollcall.config.json: clients.Great Britain: Expected a name of a-z, 0-9 and "-", like "germany"',
      'clients.germany.clientSecret: the environment variable GERMANY_SECRET is not set',
      'clients.france.clientSecret: the environment variable GERMANY_SECRET is not set',
      'clients.Great Britain.clientSecret: the environment variable GERMANY_SECRET is not set',
    ]);
  });

  test('says what is missing', () => {
    const { NEXT_IDENTITY_REDIRECT_URI: _, ...rest } = COMPLETE;
    expect(mistakes(rest)).toEqual(['NEXT_IDENTITY_REDIRECT_URI: missing']);
    expect(mistakes({}, withFile({}))).toEqual(['rollcall.config.json: clients: missing']);
  });

  test('tells on which line a file stops being JSON', () => {
    const text = '{\n  "clients": {\n    "germany": {}\n  "france": {}\n  }\n}';
    expect(mistakes({}, withFile(text))).toEqual(['rollcall.config.json: not valid JSON (line 4)']);
    expect(mistakes({}, withFile('clients:\n'))).toEqual(['rollcall.config.json: not valid JSON']);
  });
});

describe('a file', () => {
  test('may begin with a byte order mark', () => {
    const text = `\ufeff${JSON.stringify({ clients: { germany: GERMANY } })}`;
    const config = loadConfig({ GERMANY_SECRET: 'x' }, withFile(text));
    expect(config.clients).toHaveLength(1);
  });

  test.each([
    ['[]', 'rollcall.config.json: Expected settings in braces, like {"…": …}'],
    [
      '{"clients": {}, "import": true}',
      'rollcall.config.json: import: Expected settings in braces, like {"…": …}',
    ],
    [
      '{"clients": {}, "import": {"strict": "yes"}}',
      'rollcall.config.json: import.strict: Expected true or false',
    ],
    ['{"clients": {}, "$schema": 1}', 'rollcall.config.json: $schema: Expected a text in quotes'],
  ])('with a value of another kind is told which was expected: %s', (text, line) => {
    expect(mistakes({}, withFile(text))).toEqual([line]);
  });
});

describe('a key for the data of the ledger', () => {
  const KEY = Buffer.alloc(32, 1).toString('base64');

  test('is taken from its variable or from a file, and does not print', () => {
    const directory = directoryWith({ 'data.key': `${KEY}\n` });
    const { dataKey, formerDataKey } = loadConfig(
      { ROLLCALL_DATA_KEY: KEY, ROLLCALL_DATA_KEY_OLD_FILE: 'data.key' },
      directory,
    );
    expect([dataKey?.reveal(), formerDataKey?.reveal()]).toEqual([KEY, KEY]);
    expect(JSON.stringify(dataKey)).not.toContain(KEY);
  });

  test.each([
    ['words', 'correct horse battery staple'],
    ['too short', Buffer.alloc(16, 1).toString('base64')],
    ['in hexadecimal', Buffer.alloc(32, 1).toString('hex')],
    ['in no form of base64 that there is', `${KEY.slice(0, -1)}!`],
  ])('is refused, and not repeated, where it is %s', (_name, value) => {
    const [line = '', ...others] = mistakes({ ROLLCALL_DATA_KEY: value });
    expect(line).toMatch(/^ROLLCALL_DATA_KEY: Expected 32 bytes in base64.*openssl rand/);
    expect(line).not.toContain(value);
    expect(others).toEqual([]);
  });
});

describe('a client secret', () => {
  const { NEXT_IDENTITY_CLIENT_SECRET: _, ...withoutSecret } = COMPLETE;

  test('may stand in a file, whose last line break is not part of it', () => {
    const directory = directoryWith({ 'my.secret': 'hunter2\r\n' });
    const config = loadConfig(
      { ...withoutSecret, NEXT_IDENTITY_CLIENT_SECRET_FILE: 'my.secret' },
      directory,
    );
    expect(config.clients[0]?.clientSecret.reveal()).toBe('hunter2');
  });

  test.each([
    ['given nowhere', {}, /^NEXT_IDENTITY_CLIENT_SECRET: missing/],
    [
      'given twice',
      { NEXT_IDENTITY_CLIENT_SECRET: 'a', NEXT_IDENTITY_CLIENT_SECRET_FILE: 'empty.secret' },
      /keep one of the two$/,
    ],
    [
      'in a file that is not there',
      { NEXT_IDENTITY_CLIENT_SECRET_FILE: 'gone.secret' },
      /^NEXT_IDENTITY_CLIENT_SECRET_FILE: gone\.secret cannot be read$/,
    ],
    [
      'in a file without content',
      { NEXT_IDENTITY_CLIENT_SECRET_FILE: 'empty.secret' },
      /^NEXT_IDENTITY_CLIENT_SECRET_FILE: empty\.secret is empty$/,
    ],
  ])('is asked for where it is %s', (_name, variables, message) => {
    const directory = directoryWith({ 'empty.secret': '\n' });
    expect(mistakes({ ...withoutSecret, ...variables }, directory)).toEqual([
      expect.stringMatching(message),
    ]);
  });

  test.each([
    ['well-formed', JSON.stringify({ clients: { de: { ...GERMANY, clientSecret: 'hunter2' } } })],
    ['cut short', '{"clients": {"de": {"clientSecret": "hunter2"'],
    ['lacking a quote mark', '{"clients": {"de": {"clientSecret": hunter2"}}}'],
  ])('that was typed into the file is refused and not repeated: %s', (_name, text) => {
    const lines = mistakes({}, withFile(text));
    expect(lines).not.toEqual([]);
    expect(lines.join('\n')).not.toContain('unter2');
  });

  test('that stands in the file is told where it belongs', () => {
    const directory = withFile({ clients: { de: { ...GERMANY, clientSecret: 'hunter2' } } });
    expect(mistakes({}, directory)).toEqual([
      'rollcall.config.json: clients.de.clientSecret: Expected {"env": "NAME OF A VARIABLE"} or {"file": "PATH"}; the secret itself does not belong here',
    ]);
  });

  test.each([
    [{ env: 'hunter2' }, 'the environment variable that it names'],
    [{ file: 'hunter2' }, 'the file that it names'],
  ])('that was put in the place of its name is not repeated: %j', (clientSecret, said) => {
    const lines = mistakes({}, withFile({ clients: { de: { ...GERMANY, clientSecret } } }));
    expect(lines).toEqual([expect.stringContaining(`clients.de.clientSecret: ${said}`)]);
    expect(lines.join('\n')).not.toContain('hunter2');
  });

  test('is in no message, whatever else is wrong', () => {
    const environment = { ...COMPLETE, NEXT_IDENTITY_BASE_URL: 'http://id.example' };
    expect(mistakes(environment).join('\n')).not.toContain('hunter2');
  });
});

describe('the base URL', () => {
  test.each(['http://127.0.0.1:4010', 'http://localhost:4010', 'http://[::1]:4010'])(
    'may be http on this machine: %s',
    (url) => {
      const environment = { ...COMPLETE, NEXT_IDENTITY_BASE_URL: url };
      expect(loadConfig(environment, directoryWith()).clients).toHaveLength(1);
    },
  );

  test.each([
    'http://id.example',
    'http://localhost.example',
    'http://127.0.0.1.example',
    'http://10.0.0.1',
    'ftp://id.example',
    'id.example',
  ])('carries credentials, so that %s is refused', (url) => {
    expect(mistakes({ ...COMPLETE, NEXT_IDENTITY_BASE_URL: url })).toEqual([
      expect.stringMatching(/^NEXT_IDENTITY_BASE_URL: Expected /),
    ]);
  });
});
