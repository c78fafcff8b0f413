import { describe, expect, test } from '@jest/globals';
import { sourceSettings } from '../../../src/sync/sources/settings.js';

function complaint(settings: object): string {
  const { error } = sourceSettings.safeParse(settings);
  return error?.issues.map(({ message }) => message).join('; ') ?? 'none';
}

const secret = { env: 'PASSWORD' };
const hostKey = `SHA256:${'a'.repeat(43)}`;
const sftp = { kind: 'sftp', host: 'files.example.com', user: 'hr', path: '/out/*.csv', hostKey };
const s3 = { kind: 's3', bucket: 'hr', region: 'eu-central-1' };

describe('the settings of a source', () => {
  test('have defaults for what it may cost', () => {
    expect(sourceSettings.parse({ kind: 'file', path: 'staff.csv' })).toEqual({
      kind: 'file',
      path: 'staff.csv',
      newest: 'time',
      settle: 10_000,
      limits: { megabytes: 200, time: 600_000 },
    });
  });

  test.each([
    [{ kind: 'ftp' }, 'Expected a "kind" out of file, directory, https, sftp, s3'],
    [{ kind: 'https', url: 'http://hr.example.com/x.csv' }, 'Expected an https:// URL'],
    [{ kind: 'https', url: 'https://a:b@hr.example.com/x.csv' }, 'without a user or password'],
    [
      {
        kind: 'https',
        url: 'https://hr.example.com',
        header: { name: 'Authorization', secret: 'Bearer x' },
      },
      'the secret itself does not belong here',
    ],
    [{ kind: 'directory', path: 'drop', pattern: '../*.csv' }, 'without a directory'],
    [{ kind: 'file', path: 'x.csv', limits: { time: '2w' } }, 'at most a day'],
    [{ ...sftp }, 'Expected either "password" or "privateKey"'],
    [{ ...sftp, password: secret, privateKey: secret }, 'Expected either'],
    [{ ...sftp, password: secret, passphrase: secret }, 'together with "privateKey" only'],
    [{ ...sftp, password: secret, hostKey: 'a1:b2' }, 'ssh-keygen -lf'],
    [{ ...sftp, password: secret, path: '/out/*/x.csv' }, 'in the last part of the path only'],
    [{ ...s3 }, 'Expected either "key" or "prefix"'],
    [{ ...s3, key: 'x.csv', endpoint: 'http://s3.example.com' }, 'Expected an https:// URL'],
  ])('%j are refused', (settings, expected) => {
    expect(complaint(settings)).toContain(expected);
  });

  test.each([
    { kind: 'https', url: 'http://127.0.0.1:8080/x.csv' },
    { ...sftp, password: secret },
    { ...sftp, privateKey: secret, passphrase: secret, hostKey: [hostKey, hostKey] },
    { ...s3, key: 'x.csv' },
    { ...s3, prefix: 'out/', credentials: { accessKeyId: secret, secretAccessKey: secret } },
  ])('%j are accepted', (settings) => {
    expect(complaint(settings)).toBe('none');
  });
});
