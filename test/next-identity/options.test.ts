import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { NextIdentityClient } from '../../src/next-identity/client.js';
import type { NextIdentityOptions } from '../../src/next-identity/options.js';

const good: NextIdentityOptions = {
  baseUrl: 'https://id.eu.nextreason.com',
  clientId: 'client-1',
  clientSecret: 's3cret',
  redirectUri: 'https://app.example/welcome',
  authType: 'email',
};
const make = (options: object) => new NextIdentityClient({ ...good, ...options });

describe('the base URL', () => {
  test.each([
    'https://id.eu.nextreason.com',
    'https://id.eu.nextreason.com/with/path/',
    'http://localhost:4000',
    'http://127.0.0.1:4000',
    'http://127.1',
    'http://[::1]:4000',
  ])('%s is accepted', (baseUrl) => {
    expect(() => make({ baseUrl })).not.toThrow();
  });

  test.each([
    'http://id.eu.nextreason.com',
    'http://localhost.example.com',
    'http://next.localhost:4000',
    'http://127.0.0.1.example.com',
    'http://10.0.0.1',
    'ftp://localhost',
    'id.eu.nextreason.com',
    '',
    'https://user:hunter2@id.example.com',
    'https://id.example.com/?tenant=hunter2',
    'https://id.example.com/#hunter2',
  ])('%j is refused', (baseUrl) => {
    expect(() => make({ baseUrl })).toThrow(
      expect.objectContaining({
        code: 'next_identity_base_url',
        message: expect.not.stringContaining('hunter2'),
      }),
    );
  });
});

describe('the options', () => {
  test('that are wrong are all named at once, and none of their values', () => {
    const wrong = { clientId: 'hunter2:', clientSecret: '', authType: 'pigeon', connections: 0 };
    expect(() => make(wrong)).toThrow(
      expect.objectContaining({
        code: 'next_identity_options',
        message: expect.stringMatching(/clientId: .*clientSecret: .*authType: .*connections: /),
      }),
    );
    expect(() => make(wrong)).not.toThrow(/hunter2|pigeon/);
  });

  test.each([
    { timeouts: { totalMs: 0 } },
    { usersFind: { filterParameter: 'a b' } },
    { usersUpdate: { method: 'DELETE' } },
    { resendAs: 'yes' },
    { locale: '' },
  ])('%j are wrong', (options) => {
    expect(() => make(options)).toThrow(expect.objectContaining({ code: 'next_identity_options' }));
  });

  test('are not shown by a client in a log line', () => {
    const client = make({});
    const shown = inspect(client, { depth: 9, showHidden: true }) + JSON.stringify(client);
    expect(shown).not.toContain('s3cret');
    expect(shown).not.toContain(Buffer.from('client-1:s3cret').toString('base64'));
  });
});
