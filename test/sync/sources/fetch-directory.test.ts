import {
  chmodSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Bench, contentOf, openBench } from './fetching.js';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
});
afterEach(() => bench.remove());

function put(name: string, day: number): void {
  const path = join(bench.directory, name);
  writeFileSync(path, `of the ${day}`);
  utimesSync(path, new Date(2026, 10, day), new Date(2026, 10, day));
}

const settings = (processed: 'move' | 'remember') => ({
  kind: 'directory',
  path: bench.directory,
  processed,
});

describe('a directory whose exports are moved', () => {
  test('gives the newest, and is rid of it and of those before it once the run is done', async () => {
    put('monday.csv', 1);
    put('tuesday.csv', 2);
    put('readme.txt', 3);
    const fetched = await bench.fetch(settings('move'));
    expect(contentOf(fetched)).toBe('of the 2');
    expect(readdirSync(bench.directory)).toHaveLength(3);
    await fetched.settle();
    expect(readdirSync(bench.directory)).toEqual(['processed', 'readme.txt']);
    expect(readdirSync(join(bench.directory, 'processed'))).toEqual([
      '20261122T020000Z-monday.csv',
      '20261122T020000Z-tuesday.csv',
    ]);
    expect(await bench.refusal(settings('move'))).toMatch(/^source\.nothing_new: /);
  });

  test('says that there is none where none has ever come', async () => {
    expect(await bench.refusal(settings('move'))).toMatch(/^source\.not_found: /);
  });

  test('keeps an export that came under the same name while the run went on', async () => {
    put('staff.csv', 1);
    const fetched = await bench.fetch(settings('move'));
    put('staff.csv', 2);
    await fetched.settle();
    expect(contentOf(await bench.fetch(settings('move')))).toBe('of the 2');
  });

  test('keeps those that were moved to itself, and a directory that is there as it is', async () => {
    const processed = join(bench.directory, 'processed');
    const modes = () => statSync(processed).mode & 0o777;
    put('monday.csv', 1);
    await (await bench.fetch(settings('move'))).settle();
    expect(modes()).toBe(0o700);
    chmodSync(processed, 0o750);
    put('tuesday.csv', 2);
    await (await bench.fetch(settings('move'))).settle();
    expect(modes()).toBe(0o750);
  });

  test('says when an export cannot be moved, and moves none through a link', async () => {
    put('staff.csv', 1);
    const elsewhere = join(bench.directory, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(bench.directory, 'processed'));
    const fetched = await bench.fetch(settings('move'));
    await expect(fetched.settle()).rejects.toThrow('it is a link');
    expect(readdirSync(elsewhere)).toEqual([]);
  });
});

describe('a directory whose exports are remembered', () => {
  test('leaves them where they are, and gives the newest', async () => {
    put('monday.csv', 1);
    put('tuesday.csv', 2);
    const fetched = await bench.fetch(settings('remember'));
    await fetched.settle();
    expect(await bench.fetch(settings('remember'))).toMatchObject({ name: 'tuesday.csv' });
    put('wednesday.csv', 3);
    expect(contentOf(await bench.fetch(settings('remember')))).toBe('of the 3');
  });
});

test('a directory gives no file that a link leads to', async () => {
  put('secret.txt', 1);
  symlinkSync(join(bench.directory, 'secret.txt'), join(bench.directory, 'staff.csv'));
  expect(await bench.refusal(settings('move'))).toMatch(/^source\.not_found: /);
});
