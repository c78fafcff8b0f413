import { z } from 'zod';
import { type Environment, runCommand } from './command.js';
import type { Server } from './server.js';

/** One person as the sender's records have them. */
export const recorded = z.object({
  identifier: z.string(),
  state: z.string(),
  uuid: z.string().nullable(),
});

export type Recorded = z.infer<typeof recorded>;

/**
 * Compares what the ledger says with what the sandbox says.
 *
 * @throws where anybody is missing, was invited twice, or has another uuid here than there
 */
export async function checkAccounts(
  server: Server,
  environment: Environment,
  directory: string,
  rows: number,
): Promise<void> {
  await compareAccounts(server, await listPeople([], environment, directory), rows);
}

/** People as the ledger has them; `args` are further ones of `rollcall list`. */
export async function listPeople(
  args: readonly string[],
  environment: Environment,
  directory: string,
): Promise<Recorded[]> {
  const printed = await runCommand(['list', '--json', ...args], environment, directory);
  const lines = printed.split('\n').filter((line) => line !== '');
  return lines.map((line) => recorded.parse(JSON.parse(line)));
}

/**
 * Compares the records of a sender with what the sandbox says.
 *
 * @throws where anybody is missing, was invited twice, or has another uuid here than there
 */
export async function compareAccounts(
  server: Server,
  here: readonly Recorded[],
  rows: number,
): Promise<void> {
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
