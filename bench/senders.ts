import type { RateLimiterOptions } from 'bullmq';
import { compareAccounts, type Recorded } from './check-accounts.js';
import { inDirectory } from './directory.js';
import { environmentOf, invitePeople, writePeopleFile } from './invite-people.js';
import { LIMITERS, limitText, sandboxArguments } from './limiters.js';
import { type CarriedCall, startNetwork, targetOf } from './network.js';
import { runPlainQueue } from './plain-queue.js';
import { runScript } from './script.js';
import { type Server, startServer } from './server.js';

/** The calls that a sender made to invite the same people through the same limit. */
export interface SenderCalls {
  readonly name: string;
  readonly calls: readonly CarriedCall[];
  /** People that it gave up. */
  readonly givenUp: number;
}

export interface SendersCase {
  readonly people: number;
  /** Calls a second that the token bucket lets through. */
  readonly rate: number;
  readonly redisUrl: string;
}

/** Of those that have worker processes. */
const PROCESSES = 2;
const JITTER_MS = 50;
const LATENCY = '50-300';

/**
 * Has the same people invited through the same token bucket by Rollcall, with its default share of
 * the limit and with all of it, by BullMQ's own limiter, told in both ways, and by the script.
 *
 * @throws where somebody was invited twice, or has another uuid here than there; of Rollcall also where somebody is missing
 */
export async function benchSenders({
  people,
  rate,
  redisUrl,
}: SendersCase): Promise<SenderCalls[]> {
  const [bucket] = LIMITERS;
  if (bucket?.name !== 'token-bucket') throw new Error('Expected the token bucket first');
  const sandbox = [...sandboxArguments(bucket, rate), '--latency', LATENCY];
  const through = (name: string, send: Send) => carry(name, sandbox, people, send);
  const rollcall = (name: string, capacity: number) =>
    through(name, async ({ server, url, directory }) => {
      const { per, burst } = bucket;
      const limit = limitText(per, rate);
      const environment = environmentOf({ url, engine: 'redis', redisUrl, limit, burst, capacity });
      const invitation = { server, environment, directory, rows: people, processes: PROCESSES };
      await invitePeople(invitation);
      return null;
    });
  const limited = (limiter: RateLimiterOptions) =>
    through(
      `BullMQ with limiter { max: ${limiter.max}, duration: ${limiter.duration} }`,
      ({ url, roster }) => runPlainQueue({ url, roster, redisUrl, limiter, processes: PROCESSES }),
    );
  return [
    await rollcall('Rollcall', bucket.capacity),
    await rollcall('Rollcall with ROLLCALL_CAPACITY=1', 1),
    await limited({ max: 1, duration: Math.ceil(1_000 / rate) }),
    await limited({ max: rate, duration: 1_000 }),
    await through('Script: csv-parse, p-limit, fetch with retries', ({ url, roster, directory }) =>
      runScript(url, roster, directory),
    ),
  ];
}

interface Sending {
  readonly server: Server;
  /** Where the calls go. */
  readonly url: string;
  readonly roster: string;
  readonly directory: string;
}

/** Sends to everybody on the roster. Gives the sender's records, or null where it has compared them itself. */
type Send = (sending: Sending) => Promise<Recorded[] | null>;

function carry(
  name: string,
  sandbox: readonly string[],
  people: number,
  send: Send,
): Promise<SenderCalls> {
  return inDirectory(async (directory) => {
    const server = await startServer(sandbox, {}, directory);
    const network = await startNetwork({ target: targetOf(server.url), jitterMs: JITTER_MS });
    try {
      const roster = writePeopleFile(directory, people);
      const records = await send({ server, url: network.url, roster, directory });
      const invited = records?.filter(({ state }) => state === 'invited') ?? null;
      if (invited !== null) await compareAccounts(server, invited, invited.length);
      const givenUp = people - (invited?.length ?? people);
      return { name, calls: await network.calls(), givenUp };
    } finally {
      await network.stop();
      await server.stop();
    }
  });
}
