import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { PACKAGE_ROOT } from '../src/config/package-root.js';

const readJson = (path: string): unknown =>
  JSON.parse(readFileSync(join(PACKAGE_ROOT, path), 'utf8'));

const lockedPackage = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  dev: z.boolean().optional(),
  optional: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  license: z.string().optional(),
});
type LockedPackage = z.output<typeof lockedPackage>;

/** Everything that `npm ci` installs, by its place in `node_modules`. */
const locked = new Map<string, LockedPackage>(
  Object.entries(
    z.object({ packages: z.record(z.string(), lockedPackage) }).parse(readJson('package-lock.json'))
      .packages,
  ).filter(([place]) => place !== ''),
);

const nameOf = (place: string) => place.split('node_modules/').at(-1) ?? place;

describe('the lock file', () => {
  test('has a hash of every package, of 512 bits', () => {
    expect(locked.size).toBeGreaterThan(100);
    const without = [...locked].filter(
      ([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''),
    );
    expect(without.map(([place]) => place)).toEqual([]);
  });

  test('has every package from a registry, over https, and none from elsewhere', () => {
    // npm may leave the address out: then it is that of the registry which is set up.
    const elsewhere = [...locked].filter(
      ([, { resolved, link }]) =>
        link === true ||
        (resolved !== undefined && !/^https:\/\/[^/]+\/.*\/-\/[^/]+\.tgz$/.test(resolved)),
    );
    expect(elsewhere.map(([place]) => place)).toEqual([]);
  });

  test('has no install script but those that the package says need not run', () => {
    const { allowScripts } = z
      .object({ allowScripts: z.record(z.string(), z.boolean()) })
      .parse(readJson('package.json'));
    const withScript = [...locked].filter(([, { hasInstallScript }]) => hasInstallScript === true);
    const names = new Set(withScript.map(([place]) => nameOf(place)));
    expect(Object.keys(allowScripts).sort()).toEqual([...names].sort());
    expect(Object.values(allowScripts)).not.toContain(true);
  });
});

/** All of them let anybody use, change and pass on what they cover; see decision 006. */
const LICENCES = [
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'PostgreSQL',
  '0BSD',
  'Unlicense',
  'BlueOak-1.0.0',
];

const older = z.array(z.object({ type: z.string() })).length(1);
const installedPackage = z.object({
  name: z.string(),
  license: z.union([z.string(), z.object({ type: z.string() })]).optional(),
  licenses: older.optional(),
});

/** What a package that is installed says of itself, in the form of today or an older one. */
function licenceOf(place: string): string | null {
  const { license, licenses } = installedPackage.parse(readJson(`${place}/package.json`));
  if (typeof license === 'string') return license;
  return license?.type ?? licenses?.[0]?.type ?? null;
}

describe('what runs in production', () => {
  const production = [...locked].filter(([, { dev }]) => dev !== true);
  const installed = production.filter(([place]) =>
    existsSync(join(PACKAGE_ROOT, place, 'package.json')),
  );

  test('is under a licence that is known here, by its own package.json', () => {
    expect(installed.length).toBeGreaterThan(100);
    const others = installed.map(([place]) => `${nameOf(place)}: ${licenceOf(place)}`);
    expect(others.filter((line) => !LICENCES.includes(line.split(': ')[1] ?? ''))).toEqual([]);
  });

  test('lacks nothing here but what is for other systems, and that is told by the lock file', () => {
    const missing = production.filter(([place]) => !installed.some(([there]) => there === place));
    expect(missing.filter(([, { optional }]) => optional !== true)).toEqual([]);
    const others = missing.filter(([, { license }]) => !LICENCES.includes(license ?? ''));
    expect(others.map(([place]) => nameOf(place))).toEqual([]);
  });

  test('has a reason in decision 006, whatever is asked for by name', () => {
    const { dependencies } = z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(readJson('package.json'));
    const decision = readFileSync(join(PACKAGE_ROOT, 'docs/decisions/006-dependencies.md'), 'utf8');
    const unexplained = Object.keys(dependencies).filter(
      (name) => !decision.includes(`\`${name}\``),
    );
    expect(unexplained).toEqual([]);
  });
});
