import type { Pool } from 'pg';
import { resendRulesOf } from '../../config/resend-rules.js';
import { exportPerson } from '../../ledger/export-person.js';
import { readStories } from '../../ledger/story.js';
import { findSuppressed } from '../../ledger/suppression.js';
import type { Whom } from '../../ledger/whom.js';
import { printableJson } from '../../observe/printable.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { formatStory } from '../format-story.js';
import { whomOf } from '../identify.js';
import { output } from '../output.js';
import { withSession } from '../session.js';

export interface ShowOptions {
  readonly json?: boolean;
  readonly export?: boolean;
}

/**
 * `rollcall show <person>`: the whole story of a person, with every client that has them; with `--export`, everything that is
 * stored about them, for whoever asks for it.
 */
export function show(
  person: string,
  { json = false, export: isExport = false }: ShowOptions,
): Promise<ExitCode> {
  return withSession(async (session) => {
    const whom = whomOf(person);
    if (whom === null) {
      throw new RollcallError(
        'person_unreadable',
        'Expected a uuid, an e-mail address, or a phone number with + and the country code.',
      );
    }
    const { pool } = await session.ledger();
    if (isExport) {
      const everything = await exportPerson(pool, whom);
      if (everything === null) throw await nobody(pool, whom);
      await output.write(`${printableJson(everything, 2)}\n`);
      return EXIT_CODE.done;
    }
    const stories = await readStories(pool, whom);
    if (stories.length === 0) throw await nobody(pool, whom);
    for (const [index, story] of stories.entries()) {
      const client = session.config.clients.find(({ name }) => name === story.client);
      if (json) output.json(story);
      else
        output.data(
          `${index === 0 ? '' : '\n'}${formatStory(story, client === undefined ? null : resendRulesOf(client))}`,
        );
    }
    return EXIT_CODE.done;
  });
}

async function nobody(pool: Pool, whom: Whom): Promise<RollcallError> {
  const [suppressed] =
    'uuid' in whom ? [] : await findSuppressed(pool, whom.authType, [whom.identifier]);
  const why =
    suppressed === undefined
      ? 'Whoever stands in a refused row is not known by it; see: rollcall rejects <batch>'
      : `It has been suppressed since ${suppressed.addedAt.toISOString().slice(0, 10)}; see: rollcall suppress list`;
  return new RollcallError(
    'person_unknown',
    `Nobody in the ledger has this uuid, address or number. ${why}`,
  );
}
