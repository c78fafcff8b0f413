import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { PACKAGE_ROOT } from '../src/config/package-root.js';
import { faultsSection } from './faults-section.js';
import { readInjected } from './injected.js';
import { textOf, withReplaced } from './page.js';

const PAGE = join(PACKAGE_ROOT, 'docs/reliability.md');

await new Command('npm run chaos --')
  .description(
    'Every test that breaks something on purpose (*.chaos.test.ts), and a table of what it came to.',
  )
  .argument('[patterns...]', 'only the test files whose path has one of these in it')
  .option('--write', 'write the table into docs/reliability.md, if all tests passed')
  .action(async (patterns: readonly string[], { write = false }: { write?: boolean }) => {
    if (write && patterns.length > 0)
      throw new Error('Expected --write without patterns: the page has the table of all tests.');
    process.exitCode = await chaos(patterns, write);
  })
  .parseAsync();

/** Runs the tests and shows the table. Returns the exit code of the tests. */
async function chaos(patterns: readonly string[], isWritten: boolean): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-chaos-'));
  const file = join(directory, 'injected.jsonl');
  try {
    const exitCode = await runTests(patterns, file);
    const section = faultsSection(existsSync(file) ? readInjected(readFileSync(file, 'utf8')) : []);
    process.stdout.write(textOf(section));
    if (isWritten && exitCode === 0)
      writeFileSync(PAGE, withReplaced(readFileSync(PAGE, 'utf8'), section));
    return exitCode;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** @param file where the tests note what they injected */
async function runTests(patterns: readonly string[], file: string): Promise<number> {
  const jest = join(PACKAGE_ROOT, 'node_modules/jest/bin/jest.js');
  const tests = spawn(process.execPath, [jest, '--config', 'jest.chaos.config.js', ...patterns], {
    cwd: PACKAGE_ROOT,
    env: { ...process.env, FAULTS_FILE: file },
    stdio: 'inherit',
  });
  const [exitCode] = await once(tests, 'close');
  return exitCode ?? 1;
}
