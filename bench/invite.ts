import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { type Environment, runCommand } from './command.js';
import { type Server, startServer } from './server.js';

/** One way of running the benchmark. */
export interface InviteCase {
  readonly engine: 'redis' | 'postgres';
  readonly rows: number;
  readonly withFaults: boolean;
  /** A Redis that may be used; needed where the engine is Redis. */
  readonly redisUrl: string;
}

export interface InviteResult {
  readonly engine: string;
  readonly rows: number;
  readonly faults: string;
  /** From the first call to the last, by the sandbox's clock. */
  readonly seconds: number;
  readonly calls: number;
  readonly answered429: number;
  /** Calls that were let through, as a share of what the limit allows in that time. */
  readonly shareOfLimit: number;
}

const CALLS_PER_SECOND = 100;
const WORKERS = 2;

const FAULTS = [
  { kind: '500', share: 0.05 },
  { kind: 'reset-before', share: 0.02 },
  { kind: 'reset-after', share: 0.02 },
];
/** Ten seconds in which every call is answered 429. */
const STORM = { kind: '429', durationMs: 10_000 };

/**
 * Invites `rows` people with two worker processes through a sandbox that allows 6,000 calls a minute with a burst of 5 and
 * answers within 50 to 250 ms, and compares the two sides' accounts before any figure is given.
 *
 * @throws where anybody is missing, was invited twice, or has another uuid here than there
 */
export async function benchInvite({
  engine,
  rows,
  withFaults,
  redisUrl,
}: InviteCase): Promise<InviteResult> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  const limits = [
    '--limit',
    '6000 per minute',
    '--burst',
    '5',
    '--latency',
    '50-250',
    '--seed',
    '1',
  ];
  const server = await startServer(limits, {}, directory);
  const environment: Environment = {
    NEXT_IDENTITY_BASE_URL: server.url,
    NEXT_IDENTITY_CLIENT_ID: 'sandbox',
    NEXT_IDENTITY_CLIENT_SECRET: 'sandbox-secret',
    NEXT_IDENTITY_REDIRECT_URI: 'https://app.example/welcome',
    ROLLCALL_RATE_LIMIT: '6000 per minute',
    ROLLCALL_BURST: '5',
    ...(engine === 'redis' ? { REDIS_URL: redisUrl } : {}),
  };
  try {
    if (withFaults) await server.addFaults(FAULTS);
    await runCommand(['import', writeRoster(directory, rows)], environment, directory);
    const work = () => runCommand(['work', '--until-drained'], environment, directory);
    const working = Promise.all(Array.from({ length: WORKERS }, work));
    if (withFaults) await stormHalfway(server, rows);
    await working;
    await checkAccounts(server, environment, directory, rows);
    const { calls, rateLimited, firstCallAt, lastCallAt } = await server.account();
    if (firstCallAt === null || lastCallAt === null) throw new Error('Expected calls');
    const seconds = (new Date(lastCallAt).getTime() - new Date(firstCallAt).getTime()) / 1_000;
    return {
      engine,
      rows,
      faults: withFaults ? '5 % 500, 2 % + 2 % resets, 10 s of 429' : 'none',
      seconds,
      calls,
      answered429: rateLimited,
      shareOfLimit: (calls - rateLimited) / (seconds * CALLS_PER_SECOND),
    };
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function stormHalfway(server: Server, rows: number): Promise<void> {
  while ((await server.account()).calls < rows / 2) await pause(200);
  await server.addFaults([STORM]);
}

function writeRoster(directory: string, rows: number): string {
  const path = join(directory, 'people.csv');
  const lines = Array.from({ length: rows }, (_, n) => `Ada,Number ${n},person${n}@example.com`);
  writeFileSync(path, `${['First name,Last name,Work email', ...lines].join('\n')}\n`);
  return path;
}

const person = z.object({ identifier: z.string(), state: z.string(), uuid: z.string().nullable() });

async function checkAccounts(
  server: Server,
  environment: Environment,
  directory: string,
  rows: number,
) {
  const printed = await runCommand(['list', '--json'], environment, directory);
  const here = printed
    .trim()
    .split('\n')
    .map((line) => person.parse(JSON.parse(line)));
  const there = new Map(
    (await server.identities()).map((identity) => [identity.identifier, identity]),
  );
  const wrong = here.filter(({ identifier, state, uuid }) => {
    const other = there.get(identifier);
    return (
      state !== 'invited' || other?.uuid !== uuid || other.created !== 1 || other.messages !== 1
    );
  });
  if (here.length !== rows || there.size !== rows || wrong.length > 0) {
    throw new Error(
      `The accounts differ: ${here.length} people here, ${there.size} there, ${rows} expected, ${wrong.length} not the same`,
    );
  }
}
