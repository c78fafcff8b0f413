import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { PACKAGE_ROOT } from '../src/config/package-root.js';
import type { Environment } from './command.js';

/** What processes asked of the servers. */
export interface RoundTrips {
  /** Statements sent to PostgreSQL, those of transactions included. */
  readonly statements: number;
  /** Commands sent to Redis; a script is one. */
  readonly commands: number;
}

const counted = z.object({ statements: z.number(), commands: z.number() });

/** The environment in which a process of Node counts its round trips into the file. */
export function countingInto(path: string): Environment {
  const module = pathToFileURL(join(PACKAGE_ROOT, 'dist/bench/count-round-trips.js'));
  return { NODE_OPTIONS: `--import ${module.href}`, BENCH_ROUND_TRIPS: path };
}

/** The sum of what processes have counted into the file. */
export function readRoundTrips(path: string): RoundTrips {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  const all = lines.map((line) => counted.parse(JSON.parse(line)));
  return {
    statements: all.reduce((sum, { statements }) => sum + statements, 0),
    commands: all.reduce((sum, { commands }) => sum + commands, 0),
  };
}
