import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Bench, contentOf, openBench } from './fetching.js';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
});
afterEach(() => bench.remove());

function put(name: string, content: string, modified?: string): string {
  const path = join(bench.directory, name);
  writeFileSync(path, content);
  if (modified !== undefined) utimesSync(path, new Date(modified), new Date(modified));
  return path;
}

describe('a file', () => {
  test('is copied for this user alone, with its fingerprint, and the copy is removed', async () => {
    const path = put('staff.csv', 'email\na@example.com\n', '2026-11-21T22:00:00Z');
    const fetched = await bench.fetch({ kind: 'file', path });
    expect(contentOf(fetched)).toBe('email\na@example.com\n');
    expect(fetched).toMatchObject({ name: 'staff.csv', bytes: 20 });
    expect(fetched.modifiedAt).toEqual(new Date('2026-11-21T22:00:00Z'));
    const digest = createHash('sha256').update('email\na@example.com\n').digest('hex');
    expect(fetched.fingerprint).toBe(digest);
    expect(statSync(fetched.path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(fetched.path)).mode & 0o777).toBe(0o700);
    await fetched.settle();
    await fetched.discard();
    expect(bench.copies()).toEqual([]);
  });

  test.each([
    ['time', 'staff-9.csv'],
    ['name', 'staff-10.csv'],
  ])('of several is the newest by %s', async (newest, expected) => {
    put('staff-10.csv', '10', '2026-11-20T00:00:00Z');
    put('staff-9.csv', '9', '2026-11-21T00:00:00Z');
    put('other.csv', 'x');
    const path = join(bench.directory, 'staff-*.csv');
    expect((await bench.fetch({ kind: 'file', path, newest })).name).toBe(expected);
  });

  test.each(['.staff.csv', 'staff.csv.part', 'staff.tmp', 'staff.csv.filepart', '~$staff.csv'])(
    'with an unfinished name, like %s, is not taken by a pattern',
    async (name) => {
      put(name, 'x');
      const path = join(bench.directory, '*');
      expect(await bench.refusal({ kind: 'file', path })).toMatch(
        /^source\.not_found: .*Has the export/,
      );
    },
  );

  test('with parentheses in its name is one file', async () => {
    const path = put('staff (1).csv', 'x');
    expect((await bench.fetch({ kind: 'file', path })).name).toBe('staff (1).csv');
    const pattern = join(bench.directory, 'staff (*).csv');
    expect((await bench.fetch({ kind: 'file', path: pattern })).name).toBe('staff (1).csv');
  });

  test('may be named by a link, while a pattern follows none', async () => {
    put('real.txt', 'x');
    const link = join(bench.directory, 'current.csv');
    symlinkSync(join(bench.directory, 'real.txt'), link);
    expect(contentOf(await bench.fetch({ kind: 'file', path: link }))).toBe('x');
    const path = join(bench.directory, '*.csv');
    expect(await bench.refusal({ kind: 'file', path })).toMatch(/^source\.not_found: /);
  });

  test('that is a directory or a pipe is refused, and not waited for', async () => {
    const pipe = join(bench.directory, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const path of [bench.directory, pipe]) {
      expect(await bench.refusal({ kind: 'file', path })).toMatch(/^source\.not_a_file: /);
    }
  });

  test('that is not there is named, with what to look at', async () => {
    const path = join(bench.directory, 'gone', 'staff.csv');
    expect(await bench.refusal({ kind: 'file', path })).toBe(
      `source.not_found: There is no ${path}. Is ${dirname(path)} mounted?`,
    );
  });

  test('larger than allowed is refused', async () => {
    const path = put('staff.csv', 'x'.repeat(1001));
    const settings = { kind: 'file', path, limits: { megabytes: 0.001 } };
    expect(await bench.refusal(settings)).toMatch(/^source\.too_large: .* larger than 1000 bytes/);
    expect(bench.copies()).toEqual([]);
  });
});

describe('a file that is still being written', () => {
  test('is waited for, and taken once it has stayed the same', async () => {
    const path = put('staff.csv', 'email\n');
    bench.whilePausing = () => {
      if (bench.pauses.length <= 3) appendFileSync(path, 'a@example.com\n');
    };
    const fetched = await bench.fetch({ kind: 'file', path, settle: '7s' });
    expect(contentOf(fetched)).toBe(`email\n${'a@example.com\n'.repeat(3)}`);
    // The span to settle, and between attempts one that doubles.
    expect(bench.pauses).toEqual([7_000, 2_000, 7_000, 4_000, 7_000]);
  });

  test('is given up after four attempts', async () => {
    const path = put('staff.csv', 'email\n');
    bench.whilePausing = () => appendFileSync(path, 'a@example.com\n');
    const refusal = await bench.refusal({ kind: 'file', path });
    expect(refusal).toMatch(/^source\.still_written: .*renamed when it is complete/);
    expect(bench.pauses.filter((ms) => ms === 10_000)).toHaveLength(4);
    expect(bench.copies()).toEqual([]);
  });

  test('is not taken when another file has come in its place with the same size and time', async () => {
    const at = '2026-11-21T22:00:00Z';
    const path = put('staff.csv', 'one\n', at);
    bench.whilePausing = () => renameSync(put('next', 'two\n', at), path);
    expect(await bench.refusal({ kind: 'file', path })).toMatch(/^source\.still_written: /);
  });

  test.each(['staff.csv.lock', '.~lock.staff.csv#'])(
    'has a lock beside it, like %s',
    async (lock) => {
      const path = put('staff.csv', 'x');
      put(lock, '');
      expect(await bench.refusal({ kind: 'file', path })).toContain(`${lock} is beside it`);
    },
  );
});

describe('fetching', () => {
  test('ends when its time is over, by an error that says so', async () => {
    const path = put('staff.csv', 'x');
    const settings = { kind: 'file', path, limits: { time: '1s' } };
    const untilEnded = (_ms: number, signal: AbortSignal) =>
      new Promise<void>((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason)),
      );
    const refusal = await bench.refusal(settings, { pause: untilEnded });
    expect(refusal).toMatch(/^source\.timeout: .* within 1 s/);
  });

  test('ends when it is told to', async () => {
    const path = put('staff.csv', 'x');
    const stop = new AbortController();
    bench.whilePausing = () => stop.abort();
    const refusal = await bench.refusal({ kind: 'file', path }, { signal: stop.signal });
    expect(refusal).toMatch(/^source\.stopped: /);
    expect(bench.copies()).toEqual([]);
  });

  test('removes what a killed process has left, and nothing of one that runs', async () => {
    const path = put('staff.csv', 'x');
    const first = await bench.fetch({ kind: 'file', path });
    const [name = ''] = bench.copies();
    const ended = execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }).trim();
    const spoolDirectory = dirname(dirname(first.path));
    mkdirSync(join(spoolDirectory, name.replace(`-${process.pid}-`, `-${ended}-`)));
    mkdirSync(join(spoolDirectory, `export-another-machine-${ended}-x`));
    const sameId = name.replace(/-[0-9a-f]{8}-/, '-00000000-');
    mkdirSync(join(spoolDirectory, sameId));
    const forgotten = 'export-a-machine-that-is-gone-1-x';
    mkdirSync(join(spoolDirectory, forgotten));
    const threeDaysAgo = new Date(Date.now() - 3 * 86_400_000);
    utimesSync(join(spoolDirectory, forgotten), threeDaysAgo, threeDaysAgo);
    await bench.fetch({ kind: 'file', path });
    const left = bench.copies().filter((copy) => copy.includes(`-${ended}-`));
    expect(left).toEqual([`export-another-machine-${ended}-x`]);
    expect(bench.copies()).not.toContain(sameId);
    expect(bench.copies()).not.toContain(forgotten);
    expect(contentOf(first)).toBe('x');
  });

  test('says where there is no room for the copy', async () => {
    const path = put('staff.csv', 'x');
    const spoolDirectory = path;
    const refusal = await bench.refusal({ kind: 'file', path }, { spoolDirectory });
    expect(refusal).toMatch(/^source\.spool: .*Make room there/);
  });
});
