#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('..', import.meta.url);
const main = new URL('dist/src/cli/main.js', root);

// A clone whose install was told to run no scripts has not been compiled yet.
if (!existsSync(main)) {
  const compiler = fileURLToPath(new URL('node_modules/typescript/bin/tsc', root));
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: fileURLToPath(root),
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) process.exit(1);
}

const { main: run } = await import(main.href);
await run(process.argv);
