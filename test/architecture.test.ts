import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PACKAGE_ROOT } from '../src/config/package-root.js';

const BASE = ['invite', 'config', 'observe'];
const PARTS = ['queue', 'ledger', 'next-identity', 'roster', 'sync'];

/** What each folder may import from, beside itself: always from left to right, as docs/architecture.md has it. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  cli: ['console', 'jobs', 'sandbox', ...PARTS, ...BASE],
  console: ['jobs', ...PARTS, ...BASE],
  jobs: [...PARTS, ...BASE],
  queue: ['ledger', ...BASE],
  ledger: ['sync', ...BASE],
  // Its reports and notifications use what the readers of rosters and the API client have for text and for HTTP.
  sync: ['next-identity', 'roster', ...BASE],
  'next-identity': BASE,
  roster: BASE,
  // Shares no code with the client: two readings of the same facts check each other.
  sandbox: ['observe'],
  // The settings of syncs stand beside the code that goes by them.
  config: ['sync', 'invite', 'observe'],
  observe: [],
  invite: [],
  // What the package gives to those who import it: the client alone.
  index: ['next-identity', ...BASE],
};

interface SourceFile {
  /** From the root of the package, with `/`. */
  readonly path: string;
  /** The folder under `src`, or `jobs`, or `index` for the package's own entry. */
  readonly folder: string;
  readonly text: string;
}

function folderOf(path: string): string {
  const [top = '', folder = ''] = path.split('/');
  return top === 'src' ? folder.replace(/\.ts$/, '') : top;
}

const files: readonly SourceFile[] = ['src', 'jobs'].flatMap((top) =>
  readdirSync(join(PACKAGE_ROOT, top), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const absolute = join(entry.parentPath, entry.name);
      const path = relative(PACKAGE_ROOT, absolute).replaceAll(sep, '/');
      return { path, folder: folderOf(path), text: readFileSync(absolute, 'utf8') };
    }),
);

/** The folders that a file imports from, its own left out. */
function importedFolders({ path, folder, text }: SourceFile): string[] {
  const imports = text.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*'(\.[^']*)'/g);
  const folders = [...imports].map(([, to = '']) => {
    const target = relative(PACKAGE_ROOT, join(PACKAGE_ROOT, dirname(path), to));
    return folderOf(target.replaceAll(sep, '/').replace(/\.js$/, '.ts'));
  });
  return [...new Set(folders)].filter((imported) => imported !== folder);
}

describe('imports', () => {
  test('are read from files of every kind, dynamic ones too', () => {
    const text = "import type { A } from '../invite/a.js';\nawait import('../ledger/b.js');";
    const file = { path: 'src/cli/x.ts', folder: 'cli', text };
    expect(importedFolders(file)).toEqual(['invite', 'ledger']);
  });

  test.each(Object.keys(MAY_IMPORT))('point one way from %s', (folder) => {
    const forbidden = files
      .filter((file) => file.folder === folder)
      .flatMap((file) =>
        importedFolders(file)
          .filter((imported) => !MAY_IMPORT[folder]?.includes(imported))
          .map((imported) => `${file.path} imports from ${imported}`),
      );
    expect(forbidden).toEqual([]);
  });

  test('come from folders that have their place here', () => {
    const unknown = files.filter(({ folder }) => MAY_IMPORT[folder] === undefined);
    expect(unknown.map(({ path }) => path)).toEqual([]);
  });
});

describe('files', () => {
  test('are small rooms: none has more than 400 lines', () => {
    const large = files.filter(({ text }) => text.split('\n').length > 401);
    expect(large.map(({ path }) => path)).toEqual([]);
  });

  test('are named by what is in them', () => {
    const vague = files.filter(({ path }) => /(^|\/)(utils?|helpers?|common|manager)\b/.test(path));
    expect(vague.map(({ path }) => path)).toEqual([]);
  });
});

describe('what comes from outside', () => {
  test('is never part of a statement: none is put together from pieces', () => {
    const pieced = files.filter(({ text }) =>
      /\.query(<[^>]*>)?\(\s*(`[^`]*\$\{|[^,)]*['"`]\s*\+)/.test(text),
    );
    expect(pieced.map(({ path }) => path)).toEqual([]);
  });

  test('never comes to a shell: programs are started without one', () => {
    // Of a pattern there is an `exec` as well.
    const shells = files.filter(({ text }) => /\bshell:|(?<!\.)\bexec(Sync)?\(/.test(text));
    expect(shells.map(({ path }) => path)).toEqual([]);
  });
});

describe('the domain', () => {
  test('touches no clock, socket or file', () => {
    const touching = files.filter(
      ({ folder, text }) =>
        folder === 'invite' &&
        /\bDate(Time)?(\.(now|local|utc))?\(\)|\bperformance\b|setTimeout|from 'node:|Math\.random/.test(
          text,
        ),
    );
    expect(touching.map(({ path }) => path)).toEqual([]);
  });
});
