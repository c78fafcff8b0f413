import type { Pool } from 'pg';
import type { Identity } from '../ledger/suppression.js';
import { findIdentities, type Whom } from '../ledger/whom.js';
import { RollcallError } from '../observe/rollcall-error.js';
import { readPeopleList } from '../roster/index.js';
import { identityOf, whomOf } from './identify.js';
import { withRosterFile } from './roster-file.js';

/** Where a command is told whom it is about: the words typed, of which `-` is standard input, and a list in a file. */
export interface Naming {
  readonly words: readonly string[];
  readonly file?: string | undefined;
}

const PLACES_SHOWN = 5;

/**
 * The people whom a command is told of, each once: as words, or in a list like those of `rollcall activated`.
 *
 * @returns null where nobody is named at all
 * @throws RollcallError `person_unreadable`, `person_unknown` for a uuid that the ledger does not have, and those of the list:
 * a single one refuses all, since half of a list would be taken for the whole
 */
export async function readNamed(pool: Pool, { words, file }: Naming): Promise<Identity[] | null> {
  const paths = [...words.filter((word) => word === '-'), ...(file === undefined ? [] : [file])];
  const typed = words.filter((word) => word !== '-');
  if (typed.length === 0 && paths.length === 0) return null;
  const named = typed.map((word, index) => ({ whom: whomOf(word), place: index + 1 }));
  const whoms = whollyRead('What was typed', 'word', named);
  for (const path of paths) whoms.push(...(await whomsOf(path)));
  const identities = await identitiesOf(pool, whoms);
  const keyed = identities.map((one) => [`${one.authType} ${one.identifier}`, one] as const);
  return [...new Map(keyed).values()];
}

interface Named {
  readonly whom: Whom | null;
  /** Number of the word or line. */
  readonly place: number;
}

function whomsOf(path: string): Promise<Whom[]> {
  return withRosterFile(path, async (file) => {
    const named: Named[] = [];
    for await (const { line, name } of readPeopleList(file.read())) {
      const whom = name !== null && 'identifier' in name ? identityOf(name.identifier) : name;
      named.push({ whom, place: line });
    }
    return whollyRead(file.name, 'line', named);
  });
}

function whollyRead(source: string, unit: string, named: readonly Named[]): Whom[] {
  const unreadable = named.flatMap(({ whom, place }) => (whom === null ? [place] : []));
  if (unreadable.length === 0) return named.flatMap(({ whom }) => whom ?? []);
  const where = unreadable.slice(0, PLACES_SHOWN).join(', ');
  const more =
    unreadable.length > PLACES_SHOWN ? ` and ${unreadable.length - PLACES_SHOWN} more` : '';
  throw new RollcallError(
    'person_unreadable',
    `${source}: expected e-mail addresses, phone numbers with their country code, or uuids; not so in ${unit} ${where}${more}. Nothing was changed.`,
  );
}

async function identitiesOf(pool: Pool, whoms: readonly Whom[]): Promise<Identity[]> {
  const uuids = whoms.flatMap((whom) => ('uuid' in whom ? [whom.uuid] : []));
  const known = uuids.length === 0 ? [] : await findIdentities(pool, uuids);
  const unknown = new Set(uuids).size - new Set(known.map(({ uuid }) => uuid)).size;
  if (unknown > 0) {
    throw new RollcallError(
      'person_unknown',
      `The ledger knows nobody by ${unknown} of the uuids. Nothing was changed.`,
    );
  }
  const byName = whoms.flatMap((whom) => ('uuid' in whom ? [] : [whom]));
  return [...byName, ...known.map(({ authType, identifier }) => ({ authType, identifier }))];
}
