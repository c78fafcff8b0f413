import { setTimeout as pause } from 'node:timers/promises';
import { inDirectory } from './directory.js';
import { type EngineKind, environmentOf, invitePeople } from './invite-people.js';
import { type Server, startServer } from './server.js';

/** One way of running the benchmark. */
export interface InviteCase {
  readonly engine: EngineKind;
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

const LIMIT = '6000 per minute';
const BURST = 5;
const CALLS_PER_SECOND = 100;
const WORKERS = 2;

const FAULTS = [
  { kind: '500', share: 0.05 },
  { kind: 'reset-before', share: 0.02 },
  { kind: 'reset-after', share: 0.02 },
];
/** Seconds in which every call is answered 429; a small run has a short one. */
const stormSeconds = (rows: number) => Math.min(10, rows / 100);

/**
 * Invites `rows` people with two worker processes through a sandbox that allows 6,000 calls a minute with a burst of 5 and
 * answers within 50 to 250 ms, and compares the two sides' accounts before any figure is given.
 *
 * @throws where anybody is missing, was invited twice, or has another uuid here than there
 */
export function benchInvite(options: InviteCase): Promise<InviteResult> {
  const { engine, rows, withFaults, redisUrl } = options;
  return inDirectory(async (directory) => {
    const limits = ['--limit', LIMIT, '--burst', String(BURST), '--latency', '50-250'];
    const server = await startServer([...limits, '--seed', '1'], {}, directory);
    const client = { url: server.url, engine, redisUrl, limit: LIMIT, burst: BURST };
    const environment = environmentOf(client);
    try {
      if (withFaults) await server.addFaults(FAULTS);
      const storm = withFaults ? { meanwhile: () => stormHalfway(server, rows) } : {};
      const processes = WORKERS;
      await invitePeople({ server, environment, directory, rows, processes, ...storm });
      const { calls, rateLimited, seconds } = await server.account();
      return {
        engine,
        rows,
        faults: withFaults ? `5 % 500, 2 % + 2 % resets, ${stormSeconds(rows)} s of 429` : 'none',
        seconds,
        calls,
        answered429: rateLimited,
        shareOfLimit: (calls - rateLimited) / (seconds * CALLS_PER_SECOND),
      };
    } finally {
      await server.stop();
    }
  });
}

async function stormHalfway(server: Server, rows: number): Promise<void> {
  while ((await server.account()).calls < rows / 2) await pause(200);
  await server.addFaults([{ kind: '429', durationMs: stormSeconds(rows) * 1_000 }]);
}
