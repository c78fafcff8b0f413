import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PACKAGE_ROOT } from '../src/config/package-root.js';
import { CRASH_POINTS } from '../src/observe/crash-point.js';

const page = readFileSync(join(PACKAGE_ROOT, 'docs/reliability.md'), 'utf8');
const [, list = ''] = page.split(/^## Crash points$/m);
const [crashPoints = ''] = list.split(/^## /m);

describe('the page about reliability', () => {
  test('lists every crash point, and none that is not there', () => {
    const listed = crashPoints
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .flatMap((line) => {
        const [, group = '', points = ''] = line.split('|').map((cell) => cell.trim());
        return [...points.matchAll(/`([^`]+)`/g)].map(([, point]) => `${group}: ${point}`);
      });
    expect(listed.sort()).toEqual([...CRASH_POINTS].sort());
  });

  test('names no file that is not there', () => {
    const named = [...page.matchAll(/`((?:test|src|jobs)\/[^`]+\.(?:ts|sql))`/g)];
    expect(named.length).toBeGreaterThan(5);
    const missing = named
      .map(([, path = '']) => path)
      .filter((path) => !path.includes('*') && !existsSync(join(PACKAGE_ROOT, path)));
    expect(missing).toEqual([]);
  });

  test('says of everything injected that nobody was lost or got a message twice', () => {
    const [, injected = ''] = page.split(/^## What was injected$/m);
    const rows = injected
      .split('\n')
      .filter((line) => /^\| (?!fault|-)/.test(line))
      .map((line) => line.split('|').map((cell) => cell.trim()));
    expect(rows.length).toBeGreaterThan(CRASH_POINTS.length);
    const broken = rows.filter(([, , , , , lost, doubled]) => lost !== '0' || doubled !== '0');
    expect(broken).toEqual([]);
  });
});
