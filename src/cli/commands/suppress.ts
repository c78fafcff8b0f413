import type { Pool } from 'pg';
import { listSuppressed, suppress, unsuppress } from '../../ledger/suppression.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import { counted } from '../counted.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { readNamed } from '../named-people.js';
import { oneLine } from '../one-line.js';
import { output } from '../output.js';
import { withSession } from '../session.js';
import { table } from '../table.js';

export interface SuppressOptions {
  readonly file?: string;
  readonly json?: boolean;
}

/** `rollcall suppress add`: addresses and numbers that no client calls from now on. */
export function suppressAdd(
  words: readonly string[],
  { file, json, reason }: SuppressOptions & { readonly reason: string },
): Promise<ExitCode> {
  return withSession(async (session) => {
    if (reason.trim() === '') {
      throw new RollcallError(
        'option_invalid',
        'Expected --reason to say why: whoever meets the suppression later is told it.',
      );
    }
    const { pool } = await session.ledger();
    const people = await mustName(pool, words, file);
    const counts = await suppress(
      pool,
      people.map((person) => ({ ...person, reason: oneLine(reason) })),
    );
    if (json === true) output.json(counts);
    else {
      const { added, known, cancelled } = counts;
      output.data(
        `${counted(added, 'address or number', 'addresses or numbers')} suppressed, ${known} suppressed before; ${counted(cancelled, 'invitation')} cancelled that had not been sent.`,
      );
    }
    return EXIT_CODE.done;
  });
}

/** `rollcall suppress remove`: lets them be called again. */
export function suppressRemove(
  words: readonly string[],
  { file, json }: SuppressOptions,
): Promise<ExitCode> {
  return withSession(async (session) => {
    const { pool } = await session.ledger();
    const people = await mustName(pool, words, file);
    const removed = await unsuppress(pool, people);
    const unknown = people.length - removed;
    if (json === true) output.json({ removed, unknown });
    else {
      output.data(
        `${counted(removed, 'address or number', 'addresses or numbers')} may be called again; ${unknown} had not been suppressed.`,
      );
      output.note(
        'Whoever was invited goes on by the policy. Invitations that were cancelled stay so; to send them, type: rollcall retry --state cancelled',
      );
    }
    return EXIT_CODE.done;
  });
}

/** `rollcall suppress list`: who is never called, since when, and why. */
export function suppressList({ json }: { json?: boolean }): Promise<ExitCode> {
  return withSession(async (session) => {
    const { pool } = await session.ledger();
    const suppressed = await listSuppressed(pool);
    if (json === true) for (const one of suppressed) output.json(one);
    else if (suppressed.length === 0) output.note('Nobody is suppressed.');
    else {
      const rows = suppressed.map(({ identifier, addedAt, reason }) => [
        addedAt.toISOString().slice(0, 10),
        identifier,
        reason,
      ]);
      output.data(table(rows, ['left', 'left', 'left']).join('\n'));
    }
    return EXIT_CODE.done;
  });
}

async function mustName(pool: Pool, words: readonly string[], file: string | undefined) {
  const people = await readNamed(pool, { words, file });
  if (people !== null) return people;
  throw new RollcallError(
    'nobody_named',
    'Say whom: addresses, numbers or uuids, or --file with one a line (- is standard input).',
  );
}
