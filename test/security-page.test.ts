import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PACKAGE_ROOT } from '../src/config/package-root.js';

const page = readFileSync(join(PACKAGE_ROOT, 'docs/security.md'), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|') && !line.startsWith('| ---'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const threats = rows.filter((cells) => cells.length === 3 && cells[0] !== 'threat');

describe('the page about security', () => {
  test('names no test that is not there', () => {
    const named = [...page.matchAll(/`(test\/[^`]+\.test\.ts)`/g)].map(([, path]) => path ?? '');
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(join(PACKAGE_ROOT, path)))).toEqual([]);
  });

  test('says of every threat which test there is, or that it is not defended or tested', () => {
    expect(threats.length).toBeGreaterThan(30);
    const open = threats.filter(
      ([, defence = '', shown = '']) =>
        !/\*\*not (defended|refused|tested yet)\*\*/i.test(`${defence} ${shown}`) &&
        !shown.includes('.test.ts`'),
    );
    expect(open.map(([threat]) => threat)).toEqual([]);
  });
});
