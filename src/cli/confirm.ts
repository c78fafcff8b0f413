import { createInterface } from 'node:readline/promises';
import { RollcallError } from '../observe/rollcall-error.js';

/**
 * Asks on a terminal; elsewhere `--yes` has answered, or the command is refused with what to type.
 *
 * @throws RollcallError `not_confirmed`
 */
export async function confirm(question: string, isYes: boolean, command: string): Promise<void> {
  if (isYes) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new RollcallError(
      'not_confirmed',
      `${question} Nothing was changed. To do it, type: ${command} --yes`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim()))
      throw new RollcallError('not_confirmed', 'Nothing was changed.');
  } finally {
    terminal.close();
  }
}
