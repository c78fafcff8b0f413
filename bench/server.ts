import { once } from 'node:events';
import { z } from 'zod';
import { type Environment, startCommand } from './command.js';

const identity = z.object({
  identifier: z.string(),
  uuid: z.string(),
  created: z.number(),
  messages: z.number(),
});
const account = z.object({
  calls: z.number(),
  rateLimited: z.number(),
  /** Null before the first call. */
  firstCallAt: z.union([z.number(), z.string()]).nullable(),
  lastCallAt: z.union([z.number(), z.string()]).nullable(),
});

/** A sandbox in a process of its own, so that it takes no time from the workers' event loops. */
export interface Server {
  readonly url: string;
  /** What it received, by its own account. */
  account(): Promise<z.infer<typeof account>>;
  identities(): Promise<z.infer<typeof identity>[]>;
  addFaults(faults: readonly object[]): Promise<void>;
  stop(): Promise<void>;
}

/** @param args further arguments of `rollcall sandbox` */
export async function startServer(
  args: readonly string[],
  environment: Environment,
  directory: string,
): Promise<Server> {
  const child = startCommand(['sandbox', '--port', '0', '--json', ...args], environment, directory);
  if (child.stdout === null) throw new Error('Expected a pipe');
  const [line] = await once(child.stdout, 'data');
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(String(line)));
  return {
    url,
    account: async () => account.parse(await (await fetch(`${url}/sandbox/account`)).json()),
    identities: async () => {
      const text = await (await fetch(`${url}/sandbox/users`)).text();
      return text
        .trim()
        .split('\n')
        .map((entry) => identity.parse(JSON.parse(entry)));
    },
    addFaults: async (faults) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}/sandbox/faults`, {
        method: 'POST',
        headers,
        body: JSON.stringify(faults),
      });
      if (!answer.ok) throw new Error(`The sandbox refused the faults: ${await answer.text()}`);
    },
    stop: async () => {
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
