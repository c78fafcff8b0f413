import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { withRosterFile } from '../../src/cli/roster-file.js';
import { keepStandardInput } from '../../src/cli/standard-input.js';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-file-'));
  path = join(directory, 'people.csv');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** More than is read ahead of whoever takes the bytes. */
const LONG = 'email\n'.repeat(500_000);

/** Written an hour ago: some file systems could not tell two changes of one moment apart. */
function writeRoster(): void {
  writeFileSync(path, LONG);
  const then = Date.now() / 1_000 - 3_600;
  utimesSync(path, then, then);
}

/** What can happen to the file at any time. */
const CHANGES: readonly (readonly [string, () => void])[] = [
  ['grows', () => appendFileSync(path, 'more\n')],
  ['shrinks', () => writeFileSync(path, 'email\n')],
  ['is written anew, as long as before', () => writeFileSync(path, LONG.replace('e', 'E'))],
  [
    'is replaced by another',
    () => {
      writeFileSync(`${path}.new`, LONG);
      renameSync(`${path}.new`, path);
    },
  ],
  ['is taken away', () => rmSync(path)],
];

describe('a roster that is read twice', () => {
  test('is the same both times', async () => {
    writeRoster();
    await withRosterFile(path, async (file) => {
      expect(file.name).toBe('people.csv');
      expect((await text(file.read())).length).toBe(LONG.length);
      expect((await text(file.read())).length).toBe(LONG.length);
    });
  });

  test.each(CHANGES)('is refused the second time where it %s in between', async (_, change) => {
    writeRoster();
    await withRosterFile(path, async (file) => {
      await text(file.read());
      change();
      const changed = { code: 'roster.file_changed' };
      await expect(text(file.read())).rejects.toMatchObject(changed);
      await expect(file.mustBeUnchanged()).rejects.toMatchObject(changed);
    });
  });

  test.each(CHANGES)('is not taken for whole where it %s while it is read', async (_, change) => {
    writeRoster();
    await withRosterFile(path, async (file) => {
      const reading = async () => {
        let chunks = 0;
        for await (const _chunk of file.read()) {
          if (chunks === 0) change();
          chunks += 1;
        }
      };
      await expect(reading()).rejects.toMatchObject({ code: 'roster.file_changed' });
    });
  });

  test('may be put down before its end', async () => {
    writeRoster();
    const first = await withRosterFile(path, async (file) => {
      for await (const chunk of file.read()) return String(chunk).slice(0, 5);
      return null;
    });
    expect(first).toBe('email');
  });

  test.each([
    ['is not there', () => join(directory, 'nobody.csv'), 'ENOENT'],
    ['is a directory', () => directory, 'is a directory. Name a file in it.'],
    ['is a device', () => '/dev/null', 'is a pipe or a device. Name a file, or hand it in'],
  ])('is refused at once where it %s', async (_, place, reason) => {
    const opened = withRosterFile(place(), () => Promise.resolve());
    await expect(opened).rejects.toMatchObject({ code: 'file_unreadable' });
    await expect(opened).rejects.toThrow(reason);
  });
});

describe('standard input', () => {
  test('is kept whole, for its owner alone, and in no directory', async () => {
    const handle = await keepStandardInput(Readable.from(['Zoë\n', LONG]), directory);
    try {
      expect(readdirSync(directory)).toEqual([]);
      expect((await handle.stat()).mode & 0o777).toBe(0o600);
      const { size } = await handle.stat();
      const { buffer } = await handle.read(Buffer.alloc(size), 0, size, 0);
      expect(buffer.equals(Buffer.from(`Zoë\n${LONG}`))).toBe(true);
    } finally {
      await handle.close();
    }
  });

  test('is refused where there is no place to keep it, with what to do', async () => {
    const kept = keepStandardInput(Readable.from(['a']), join(directory, 'nowhere'));
    await expect(kept).rejects.toThrow(/ENOENT.*TMPDIR/);
  });
});
