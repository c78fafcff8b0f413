import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PACKAGE_ROOT } from '../../../src/config/package-root.js';
import { notifySettings } from '../../../src/sync/notify/settings.js';

const EMAIL = {
  kind: 'email',
  host: 'mail.acme.example',
  from: 'rollcall@acme.example',
  to: ['it@acme.example'],
};
const ACCOUNT = { user: 'rollcall', password: { env: 'SMTP_PASSWORD' } };
const WEBHOOK = { kind: 'webhook', url: 'https://hooks.acme.example/in', secret: { env: 'S' } };
const CHAT = { kind: 'chat', url: 'https://chat.acme.example/hook' };

function complaints(target: unknown): string[] {
  const { error } = notifySettings.safeParse([target]);
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

describe('targets', () => {
  test('are understood as docs/notifications.md shows them', () => {
    const page = readFileSync(join(PACKAGE_ROOT, 'docs/notifications.md'), 'utf8');
    const [, shown = ''] = /```json\n"notify": ([^`]+)```/.exec(page) ?? [];
    const kinds = notifySettings.parse(JSON.parse(shown)).map(({ kind }) => kind);
    expect(kinds).toEqual(['email', 'webhook', 'chat']);
  });

  test('are told of trouble alone, and of nobody by name, unless they say more', () => {
    expect(notifySettings.parse([EMAIL, WEBHOOK, CHAT])).toMatchObject([
      { on: 'trouble', personalData: false },
      { on: 'trouble' },
      { on: 'trouble' },
    ]);
  });

  test.each([
    [EMAIL, { tls: 'starttls', port: 587, account: null }],
    [
      { ...EMAIL, tls: 'implicit' },
      { tls: 'implicit', port: 465 },
    ],
    [
      { ...EMAIL, host: 'localhost' },
      { tls: 'none', port: 587 },
    ],
    [{ ...EMAIL, host: '127.0.0.1', tls: 'starttls' }, { tls: 'starttls' }],
    [
      { ...EMAIL, port: 25, ...ACCOUNT },
      { port: 25, account: ACCOUNT },
    ],
  ])('by mail use TLS unless they are on this machine: %j', (given, expected) => {
    expect(notifySettings.parse([given])).toMatchObject([expected]);
  });

  test.each<[object, string]>([
    [{ ...EMAIL, tls: 'none' }, '0.tls: Expected "starttls" or "implicit": without TLS only on'],
    [{ ...EMAIL, host: 'localhost.acme.example', tls: 'none' }, '0.tls: Expected "starttls"'],
    [{ ...EMAIL, user: 'rollcall' }, '0.password: Expected both user and password, or neither'],
    [{ ...EMAIL, password: 'hunter2', user: 'a' }, '0.password: Expected {"env": '],
    [{ ...EMAIL, to: [] }, '0.to: Expected at least one address'],
    [{ ...EMAIL, to: ['it@acme.example\r\nBcc: x@evil.example'] }, '0.to.0: Expected an e-mail'],
    [{ ...EMAIL, from: 'Rollcall <a@b.example>, c@d.example' }, '0.from: Expected an e-mail'],
    [{ ...WEBHOOK, url: 'http://hooks.acme.example' }, '0.url: Expected an https:// URL'],
    [{ ...WEBHOOK, url: 'https://a:b@hooks.acme.example' }, '0.url: Expected a URL without user'],
    [{ ...WEBHOOK, personalData: true }, '0: Unrecognized key: "personalData"'],
    [{ ...CHAT, personalData: true }, '0: Unrecognized key: "personalData"'],
    [{ ...CHAT, url: 'ftp://chat.acme.example' }, '0.url: Expected an https:// URL, or {"env"'],
    [{ ...CHAT, on: 'always' }, '0.on: Expected "every-run", "changes" or "trouble"'],
    [{ kind: 'pager' }, '0.kind: Expected "kind" to be "email", "webhook" or "chat"'],
  ])('are refused: %j', (target, complaint) => {
    expect(complaints(target).join('\n')).toContain(complaint);
    expect(complaints(target).join('\n')).not.toContain('hunter2');
  });
});
