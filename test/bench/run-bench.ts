import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PACKAGE_ROOT } from '../../src/config/package-root.js';
import { redisUrlFor } from '../support/engines.js';

const run = promisify(execFile);

/** Runs `npm run bench -- …` as it was built, on the tests' Redis, and returns what it printed to stdout. */
export async function runBench(...args: string[]): Promise<string> {
  const program = join(PACKAGE_ROOT, 'dist/bench/main.js');
  const env = { PATH: process.env.PATH, REDIS_URL: redisUrlFor('redis') ?? '' };
  const { stdout } = await run(process.execPath, [program, ...args], { env });
  return stdout;
}
