import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { FILE_PROBLEMS, ROW_PROBLEMS } from '../../src/roster/index.js';

const TABLES = { ...ROW_PROBLEMS, ...FILE_PROBLEMS };

describe('docs/roster-errors.md', () => {
  test('is what the script writes from the tables of codes', () => {
    expect(() =>
      execFileSync(process.execPath, ['scripts/make-roster-errors.mjs', '--check'], {
        stdio: 'pipe',
      }),
    ).not.toThrow();
  });

  test('names every code', () => {
    const page = readFileSync('docs/roster-errors.md', 'utf8');
    expect(Object.keys(TABLES).filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });
});

describe('a code', () => {
  test.each(Object.entries(TABLES))(
    '%s says what is wrong and what to do, in sentences',
    (_code, text) => {
      expect(text.reason).toMatch(/^[A-Z].*\.$/);
      expect(text.remedy).toMatch(/^[A-Z].*\.$/);
    },
  );
});
