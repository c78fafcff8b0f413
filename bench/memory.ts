import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { compareAccounts, listPeople } from './check-accounts.js';
import { type Environment, runCommand, startCommand } from './command.js';
import { inDirectory } from './directory.js';
import { environmentOf } from './invite-people.js';
import { stopProgram } from './program.js';
import { RedisMemory } from './redis-memory.js';
import { writeRosterFile } from './roster-file.js';
import { type Server, startServer } from './server.js';

/** What Redis took for a queue with so many people pending. */
export interface RedisMemoryResult {
  readonly people: number;
  /** Of them, those who were invited while it was watched. */
  readonly invited: number;
  /** Bytes that Redis took before, after the import, and at the most until the end. */
  readonly before: number;
  readonly afterImport: number;
  readonly most: number;
}

const LIMIT = { limit: '100 per second', burst: 10 } as const;

/**
 * Imports so many people, has a worker invite them for a while, and watches the memory of Redis.
 *
 * @throws where somebody was invited twice, or the ledger does not hold everybody
 */
export function benchRedisMemory(
  rows: number,
  seconds: number,
  redisUrl: string,
): Promise<RedisMemoryResult> {
  return inDirectory(async (directory) => {
    const { path, refused } = await writeRosterFile(join(directory, 'people.csv'), rows);
    const server = await startServer([], {}, directory);
    const memory = await RedisMemory.watch(redisUrl);
    try {
      const client = { url: server.url, engine: 'redis', redisUrl, ...LIMIT } as const;
      const environment = environmentOf(client);
      await runCommand(['import', path, '--yes'], environment, directory);
      const { before, now: afterImport } = await memory.read();
      const worker = startCommand(['work'], environment, directory);
      await pause(seconds * 1_000);
      await stopProgram(worker);
      const people = rows - refused;
      const invited = await checkInvited(server, environment, directory, people);
      return { people, invited, before, afterImport, most: (await memory.read()).most };
    } finally {
      await memory.end();
      await server.stop();
    }
  });
}

const statusOf = z.object({ states: z.record(z.string(), z.number()) });

/** Compares those who have been invited so far, and counts everybody. */
async function checkInvited(
  server: Server,
  environment: Environment,
  directory: string,
  people: number,
): Promise<number> {
  const printed = await runCommand(['status', '--json'], environment, directory);
  const { states } = statusOf.parse(JSON.parse(printed));
  const all = Object.values(states).reduce((sum, count) => sum + count, 0);
  if (all !== people) throw new Error(`Expected ${people} people in the ledger, got ${all}`);
  const invited = await listPeople(['--state', 'invited'], environment, directory);
  await compareAccounts(server, invited, invited.length);
  return invited.length;
}
