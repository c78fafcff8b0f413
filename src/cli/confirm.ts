import { createInterface } from 'node:readline/promises';
import { printable } from '../observe/printable.js';
import { RollcallError } from '../observe/rollcall-error.js';
import { typedCommand } from './typed-command.js';

/**
 * Asks on a terminal; elsewhere `--yes` has answered, or the command is refused with what to type.
 *
 * @param signal once it is aborted, nobody waits for an answer any more
 * @throws RollcallError `not_confirmed`
 */
export async function confirm(
  question: string,
  isYes: boolean,
  signal?: AbortSignal,
): Promise<void> {
  if (isYes) return;
  // Standard input that has been read to its end, as a roster, can answer no more.
  if (!process.stdin.isTTY || !process.stderr.isTTY || process.stdin.readableEnded) {
    throw new RollcallError(
      'not_confirmed',
      `${question} Nothing was changed. To do it, type: ${typedCommand()} --yes`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const close = () => terminal.close();
  signal?.addEventListener('abort', close);
  try {
    // A terminal that is closed with Ctrl-C or Ctrl-D leaves the question without an answer for ever.
    const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
    const answer = await Promise.race([terminal.question(printable(`${question} [y/N] `)), closed]);
    if (!/^y(es)?$/i.test(answer.trim()))
      throw new RollcallError('not_confirmed', 'Nothing was changed.');
  } finally {
    signal?.removeEventListener('abort', close);
    close();
  }
}
