import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkAccounts } from './check-accounts.js';
import { type Environment, runCommand } from './command.js';
import type { Server } from './server.js';

export type EngineKind = 'redis' | 'postgres';
export const ENGINES: readonly EngineKind[] = ['redis', 'postgres'];

/** What Rollcall is told of a client. */
export interface ToldClient {
  /** Where its calls go. */
  readonly url: string;
  readonly engine: EngineKind;
  /** A Redis that may be used; needed where the engine is Redis. */
  readonly redisUrl: string;
  /** As people write it: `600 per minute`. */
  readonly limit: string;
  readonly burst: number;
  /** Share of the limit to use; left out, Rollcall's own. */
  readonly capacity?: number;
}

/** The environment that describes the client; the ledger is the embedded PostgreSQL of the directory. */
export function environmentOf(client: ToldClient): Environment {
  const { url, engine, redisUrl, limit, burst, capacity } = client;
  return {
    ...sandboxClient(url),
    ROLLCALL_RATE_LIMIT: limit,
    ROLLCALL_BURST: String(burst),
    ...(capacity === undefined ? {} : { ROLLCALL_CAPACITY: String(capacity) }),
    ...(engine === 'redis' ? { REDIS_URL: redisUrl } : {}),
  };
}

/** The client that every sandbox knows, reached at `url`. */
export function sandboxClient(url: string): Environment {
  return {
    NEXT_IDENTITY_BASE_URL: url,
    NEXT_IDENTITY_CLIENT_ID: 'sandbox',
    NEXT_IDENTITY_CLIENT_SECRET: 'sandbox-secret',
    NEXT_IDENTITY_REDIRECT_URI: 'https://app.example/welcome',
  };
}

export interface Invitation {
  readonly server: Server;
  readonly environment: Environment;
  readonly directory: string;
  readonly rows: number;
  /** Worker processes. */
  readonly processes: number;
  /** Further variables that only they have. */
  readonly forWorkers?: Environment;
  /** What is done to the server while they work. */
  readonly meanwhile?: () => Promise<void>;
}

/**
 * Imports a roster of so many people, has it drained by worker processes, and compares the two sides' accounts.
 *
 * @throws where anybody is missing, was invited twice, or has another uuid here than there
 */
export async function invitePeople(invitation: Invitation): Promise<void> {
  const { server, environment, directory, rows, processes, forWorkers, meanwhile } = invitation;
  await runCommand(['import', writePeopleFile(directory, rows), '--yes'], environment, directory);
  const inWorker = { ...environment, ...forWorkers };
  const work = () => runCommand(['work', '--until-drained'], inWorker, directory);
  await Promise.all([...Array.from({ length: processes }, work), meanwhile?.()]);
  await checkAccounts(server, environment, directory, rows);
}

/** Writes a roster of three columns, everybody another address, and returns its path. */
export function writePeopleFile(directory: string, rows: number): string {
  const path = join(directory, 'people.csv');
  const lines = Array.from({ length: rows }, (_, n) => `Ada,Number ${n},person${n}@example.com`);
  writeFileSync(path, `${['First name,Last name,Work email', ...lines].join('\n')}\n`);
  return path;
}
