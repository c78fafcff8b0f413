import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';

const run = promisify(execFile);
const root = join(__dirname, '../..');
const show = `.then(({ NextIdentityClient }) => {
  const client = new NextIdentityClient({
    baseUrl: 'http://localhost:1', clientId: 'c', clientSecret: 's', redirectUri: 'r', authType: 'sms',
  });
  console.log(client.constructor.name, typeof client.preRegister);
})`;

describe('the package as a library', () => {
  // Through the package's own `exports`, as another project would; `npm test` builds first.
  test.each([
    ['import', `import('rollcall')${show}`],
    ['require', `Promise.resolve(require('rollcall'))${show}`],
  ])('opens with %s(), and a new client does not keep the process alive', async (_how, script) => {
    const { stdout } = await run(process.execPath, ['-e', script], { cwd: root });
    expect(stdout).toBe('NextIdentityClient function\n');
  });

  test('loads undici and zod, and nothing of the queue, the ledger or the console', async () => {
    expect(await packagesBehind(join(root, 'src/index.ts'))).toEqual(['undici', 'zod']);
  });
});

/** The packages that a module and everything behind it import, other than for their types. */
async function packagesBehind(file: string): Promise<string[]> {
  const packages = new Set<string>();
  const files = new Set([file]);
  for (const path of files) {
    const source = await readFile(path, 'utf8');
    for (const [, what = '', from = ''] of source.matchAll(
      /^(?:import|export) (?:([\w\s{},*]*?)from )?'([^']+)';/gm,
    )) {
      if (what.startsWith('type ') || from.startsWith('node:')) continue;
      if (!from.startsWith('.')) packages.add(from);
      else files.add(join(dirname(path), from.replace(/\.js$/, '.ts')));
    }
  }
  return [...packages].sort();
}
