import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '../../src/ledger/open.js';
import { readInvites } from '../../src/ledger/people.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js';
import { createDatabase, type EngineKind, redisUrlFor } from './engines.js';
import type { Environment } from './rollcall.js';

/** A company with its own directory, ledger, queue and Next Identity, for tests that go all the way. */
export interface Company {
  readonly directory: string;
  readonly environment: Environment;
  readonly sandbox: Sandbox;
  readonly databaseUrl: string;
  /** Writes a roster of `people` to the company's directory and returns its path. */
  writeRoster(people: number, name?: string): string;
  close(): Promise<void>;
}

export interface CompanyOptions {
  readonly engine: EngineKind;
  readonly sandbox?: SandboxOptions;
  /** Further settings of the environment. */
  readonly environment?: Environment;
  /** Redis to use instead of the one that all tests share. */
  readonly redisUrl?: string;
  /** A database to use instead of one on the server that all tests share. It is left as it is at the end. */
  readonly databaseUrl?: string;
}

export async function foundCompany(options: CompanyOptions): Promise<Company> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-company-'));
  const { databaseUrl } = options;
  const database =
    databaseUrl === undefined
      ? await createDatabase()
      : { url: databaseUrl, drop: async () => undefined };
  const sandbox = await startSandbox(options.sandbox);
  const redisUrl = options.redisUrl ?? redisUrlFor(options.engine);
  return {
    directory,
    sandbox,
    databaseUrl: database.url,
    environment: {
      DATABASE_URL: database.url,
      ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
      NEXT_IDENTITY_BASE_URL: sandbox.url,
      NEXT_IDENTITY_CLIENT_ID: 'sandbox',
      NEXT_IDENTITY_CLIENT_SECRET: 'sandbox-secret',
      NEXT_IDENTITY_REDIRECT_URI: 'https://app.example/welcome',
      ROLLCALL_RATE_LIMIT: '200 per second',
      ROLLCALL_BURST: '10',
      ...options.environment,
    },
    writeRoster(people, name = 'people.csv') {
      const path = join(directory, name);
      const rows = Array.from(
        { length: people },
        (_, n) => `Ada,Number ${n},person${n}@example.com`,
      );
      writeFileSync(path, `${['First name,Last name,Work email', ...rows].join('\n')}\n`);
      return path;
    },
    async close() {
      await sandbox.close();
      await database.drop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Both sides' accounts of the same people, and where they differ. */
export interface Comparison {
  /** People by state, in the ledger. */
  readonly states: Readonly<Record<string, number>>;
  /** Identifiers whose uuid in the ledger is not the sandbox's. */
  readonly differing: readonly string[];
  /** Identifiers that got more than one message. */
  readonly messagedTwice: readonly string[];
  /** People that the sandbox created. */
  readonly created: number;
}

export async function compareAccounts(
  company: Pick<Company, 'sandbox' | 'databaseUrl'>,
): Promise<Comparison> {
  const { sandbox, databaseUrl } = company;
  const ledger = await openLedger({ home: '', databaseUrl });
  const states: Record<string, number> = {};
  const differing: string[] = [];
  try {
    for await (const { identifier, state, uuid } of readInvites(ledger.pool, null, null)) {
      states[state] = (states[state] ?? 0) + 1;
      if (state === 'invited' && sandbox.user(identifier)?.uuid !== uuid)
        differing.push(identifier);
    }
  } finally {
    await ledger.close();
  }
  const messagedTwice = [...sandbox.identities()].filter(({ messages }) => messages > 1);
  return {
    states,
    differing,
    messagedTwice: messagedTwice.map(({ identifier }) => identifier),
    created: sandbox.account().users.created,
  };
}

/** What it looks like when everybody of a roster was invited, once. */
export function everybodyInvited(people: number): Comparison {
  return { states: { invited: people }, differing: [], messagedTwice: [], created: people };
}
