import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sourceFrom } from '../../../src/cli/sync/source-from.js';

describe('what is typed as --source', () => {
  test.each([
    ['export.csv', { kind: 'file', path: resolve('export.csv') }],
    ['/hr/staff-*.csv', { kind: 'file', path: '/hr/staff-*.csv' }],
    ['/hr/drop/', { kind: 'directory', path: '/hr/drop' }],
    ['https://hr.example/a.csv?x=1', { kind: 'https', url: 'https://hr.example/a.csv?x=1' }],
    [
      'sftp://rollcall@files.example:2222/out/staff-??.csv',
      {
        kind: 'sftp',
        host: 'files.example',
        port: 2222,
        user: 'rollcall',
        path: '/out/staff-??.csv',
      },
    ],
    ['sftp://files.example/a%20b.csv', { kind: 'sftp', host: 'files.example', path: '/a b.csv' }],
    ['s3://hr-exports/2026/staff.csv', { kind: 's3', bucket: 'hr-exports', key: '2026/staff.csv' }],
    ['s3://hr-exports/2026/', { kind: 's3', bucket: 'hr-exports', prefix: '2026/' }],
    ['s3://hr-exports', { kind: 's3', bucket: 'hr-exports', prefix: '' }],
    [
      's3://hr-exports/in/staff-*.csv',
      { kind: 's3', bucket: 'hr-exports', prefix: 'in/', pattern: 'staff-*.csv' },
    ],
    ['s3://hr-exports/*.csv', { kind: 's3', bucket: 'hr-exports', prefix: '', pattern: '*.csv' }],
  ])('%s', (text, settings) => {
    expect(sourceFrom(text)).toEqual(settings);
  });

  test('as a directory that is there', () => {
    const directory = mkdtempSync(join(tmpdir(), 'rollcall-source-'));
    expect(sourceFrom(directory)).toEqual({ kind: 'directory', path: directory });
    rmdirSync(directory);
  });

  test('with a password is refused, without the password', () => {
    const typed = () => sourceFrom('sftp://rollcall:hunter2@files.example/a.csv');
    expect(typed).toThrow('--set source.password.env=VARIABLE');
    expect(typed).not.toThrow('hunter2');
  });

  test.each(['', 'ftp://files.example/a.csv', 'sftp://[files'])('as "%s" is refused', (text) => {
    expect(() => sourceFrom(text)).toThrow('Expected --source as a path');
  });
});
