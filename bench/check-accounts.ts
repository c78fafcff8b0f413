import { z } from 'zod';
import { type Environment, runCommand } from './command.js';
import type { Server } from './server.js';

const person = z.object({ identifier: z.string(), state: z.string(), uuid: z.string().nullable() });

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
