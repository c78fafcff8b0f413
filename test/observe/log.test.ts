import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { PACKAGE_ROOT } from '../../src/config/package-root.js';

const CASES = [
  'fields',
  'nested',
  'error',
  'redis',
  'lines',
  'properties',
  'cause',
  'silentError',
  'bareError',
  'thrown',
  'ours',
] as const;

/** What a process of its own writes when it logs every case at this level. */
function logged(level: string): { names: unknown; lines: string[] } {
  const script = join(PACKAGE_ROOT, 'test/observe/logged.mjs');
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, level], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Expected the process to end well, got: ${stderr}`);
  return { names: JSON.parse(stdout), lines: stderr.split('\n').filter((line) => line !== '') };
}

describe('a log line', () => {
  let lines: string[];
  beforeAll(() => {
    const all = logged('info');
    lines = all.lines;
    // Nothing but the names went to stdout, and each case to one line of stderr.
    expect(all.names).toEqual(CASES);
    expect(lines).toHaveLength(CASES.length);
  });

  const line = (name: (typeof CASES)[number]) => JSON.parse(lines[CASES.indexOf(name)] ?? '');

  test.each(CASES)('holds nothing about a person: %s', (name) => {
    expect(JSON.stringify(line(name))).not.toContain('MARK');
  });

  test('keeps ids and what happened', () => {
    expect(line('fields')).toMatchObject({
      level: 30,
      inviteId: 7,
      msg: 'told',
      identifier: '[redacted]',
    });
  });

  test('names a foreign error by its type, its code and where it came from', () => {
    expect(line('error').err).toEqual({
      type: 'Error',
      code: '23505',
      stack: expect.stringMatching(/^ +at .*logged\.mjs/),
    });
  });

  test('names what Redis refuses by the word that it begins with', () => {
    expect(line('redis').err).toMatchObject({ type: 'ReplyError', code: 'NOAUTH' });
  });

  test('says what Rollcall’s own errors say', () => {
    expect(line('ours').err).toEqual({ code: 'ledger_newer', message: 'Update Rollcall.' });
  });

  test('is not written where the level is silent', () => {
    expect(logged('silent').lines).toEqual([]);
  });
});
