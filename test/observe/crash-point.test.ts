import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { PACKAGE_ROOT } from '../../src/config/package-root.js';
import { CRASH_POINTS } from '../../src/observe/crash-point.js';

const MODULE = pathToFileURL(join(PACKAGE_ROOT, 'dist/src/observe/crash-point.js')).href;

/** Reaches the same point three times, and says so each time. */
const SCRIPT = `
  const { crashPoint } = await import('${MODULE}');
  for (const time of [1, 2, 3]) { crashPoint('sweep: begun'); console.log('alive', time); }`;

function reach(environment: Record<string, string>) {
  const args = ['--input-type=module', '-e', SCRIPT];
  const env = { PATH: process.env.PATH ?? '', ...environment };
  const { signal, status, stdout, stderr } = spawnSync(process.execPath, args, {
    env,
    encoding: 'utf8',
  });
  return { signal, status, alive: stdout.split('\n').length - 1, stderr };
}

describe('a crash point', () => {
  test('does nothing where nobody names it', () => {
    expect(reach({})).toEqual({ signal: null, status: 0, alive: 3, stderr: '' });
    expect(reach({ ROLLCALL_CRASH_AT: '' })).toMatchObject({ status: 0, alive: 3 });
    expect(reach({ ROLLCALL_CRASH_AT: 'sweep: done' })).toMatchObject({ status: 0, alive: 3 });
  });

  test('kills its process where it is named, at the first time or the one that is wanted', () => {
    expect(reach({ ROLLCALL_CRASH_AT: 'sweep: begun' })).toEqual({
      ...{ signal: 'SIGKILL', status: null, alive: 0 },
      stderr: 'killed by ROLLCALL_CRASH_AT: sweep: begun\n',
    });
    expect(reach({ ROLLCALL_CRASH_AT: 'sweep: begun#3' })).toMatchObject({
      ...{ signal: 'SIGKILL', alive: 2 },
    });
  });

  test('is not obeyed in production', () => {
    const environment = { ROLLCALL_CRASH_AT: 'sweep: begun', NODE_ENV: 'production' };
    expect(reach(environment)).toMatchObject({ signal: null, status: 0, alive: 3 });
  });

  test.each(['nowhere', 'sweep: begun#0', 'sweep: begun#x'])('named %s is refused', (wanted) => {
    const { status, stderr } = reach({ ROLLCALL_CRASH_AT: wanted });
    expect(status).toBe(1);
    expect(stderr).toContain(`Expected ROLLCALL_CRASH_AT to name a crash point, got ${wanted}`);
  });

  test('is not named by a file that a command reads', () => {
    const directory = mkdtempSync(join(tmpdir(), 'rollcall-dotenv-'));
    try {
      writeFileSync(join(directory, '.env'), 'ROLLCALL_CRASH_AT=nowhere\n');
      // It loads all that has crash points, and comes to an end as there is no client.
      const args = [join(PACKAGE_ROOT, 'bin/rollcall.js'), 'work'];
      const env = { PATH: process.env.PATH ?? '' };
      const work = spawnSync(process.execPath, args, { cwd: directory, env, encoding: 'utf8' });
      expect(work.stderr).toContain('No Next Identity client is configured');
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

/** Every source file of the product. */
function sources(): string[] {
  return ['src', 'jobs'].flatMap((top) =>
    readdirSync(join(PACKAGE_ROOT, top), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('crash-point.ts'))
      .map((name) => readFileSync(join(PACKAGE_ROOT, top, name), 'utf8')),
  );
}

describe('the list of crash points', () => {
  test('has each of them once, and each stands in one place of the code', () => {
    const places = sources().flatMap((text) =>
      [...text.matchAll(/crashPoint(?:OnceWritten)?\(\s*'([^']+)'/g)].map(([, point]) => point),
    );
    expect([...new Set(places)].sort()).toEqual([...CRASH_POINTS].sort());
    expect(new Set(CRASH_POINTS).size).toBe(CRASH_POINTS.length);
  });
});
