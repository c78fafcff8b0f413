import { z } from 'zod';
import { type Environment, startCommand } from './command.js';
import { stopProgram, urlOf } from './program.js';

const identity = z.object({
  identifier: z.string(),
  uuid: z.string(),
  created: z.number(),
  messages: z.number(),
});
const moment = z
  .union([z.number(), z.string()])
  .nullable()
  .transform((at) => (at === null ? Number.NaN : new Date(at).getTime()));
const account = z
  .object({
    calls: z.number(),
    rateLimited: z.number(),
    firstCallAt: moment,
    lastCallAt: moment,
  })
  // From the first call to the last; not a number before there was one.
  .transform(({ firstCallAt, lastCallAt, ...counts }) => ({
    ...counts,
    seconds: (lastCallAt - firstCallAt) / 1_000,
  }));

/** A sandbox in a process of its own, so that it takes no time from the workers' event loops. */
export interface Server {
  readonly url: string;
  /** What it received, by its own account. */
  account(): Promise<z.infer<typeof account>>;
  identities(): Promise<z.infer<typeof identity>[]>;
  addFaults(faults: readonly object[]): Promise<void>;
  /** Changes settings while it runs. */
  configure(settings: object): Promise<void>;
  stop(): Promise<void>;
}

/** @param args further arguments of `rollcall sandbox` */
export async function startServer(
  args: readonly string[],
  environment: Environment,
  directory: string,
): Promise<Server> {
  const child = startCommand(['sandbox', '--port', '0', '--json', ...args], environment, directory);
  const url = await urlOf(child);
  return {
    url,
    account: async () => account.parse(await (await fetch(`${url}/sandbox/account`)).json()),
    identities: async () => {
      const text = await (await fetch(`${url}/sandbox/users`)).text();
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => identity.parse(JSON.parse(line)));
    },
    addFaults: (faults) => send('POST', `${url}/sandbox/faults`, faults),
    configure: (settings) => send('PUT', `${url}/sandbox/settings`, settings),
    stop: () => stopProgram(child),
  };
}

async function send(method: string, url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`The sandbox refused ${url}: ${await answer.text()}`);
}
