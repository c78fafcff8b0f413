import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { PACKAGE_ROOT } from '../src/config/package-root.js';
import type { Recorded } from './check-accounts.js';
import { sandboxClient } from './invite-people.js';

const results = z.array(z.object({ email: z.string(), uuid: z.string() }));

/** Runs `baseline-script.ts` over a roster, and returns what it wrote of each person. Whom it gave up has no uuid. */
export async function runScript(
  url: string,
  roster: string,
  directory: string,
): Promise<Recorded[]> {
  const path = join(directory, 'results.csv');
  const program = join(PACKAGE_ROOT, 'dist/bench/baseline-script.js');
  const child = spawn(process.execPath, [program, roster, path], {
    env: sandboxClient(url),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await once(child, 'close');
  const written = results.parse(parse(readFileSync(path, 'utf8'), { columns: true }));
  return written.map(({ email, uuid }) =>
    uuid === ''
      ? { identifier: email, state: 'failed', uuid: null }
      : { identifier: email, state: 'invited', uuid },
  );
}
