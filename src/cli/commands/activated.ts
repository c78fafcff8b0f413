import type { Readable } from 'node:stream';
import type { Pool } from 'pg';
import { type ActivationResult, markActivated } from '../../ledger/activation.js';
import { saveClient } from '../../ledger/clients.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import { type ListedPerson, readPeopleList } from '../../roster/index.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { output } from '../output.js';
import { withRosterFile } from '../roster-file.js';
import { withSession } from '../session.js';
import { table } from '../table.js';

export interface ActivatedOptions {
  readonly client?: string;
  readonly json?: boolean;
}

type Counts = Record<ActivationResult, number>;

/** Lines recorded in one round trip. */
const SET = 1_000;

/** Lines that are named at most. */
const NAMED_LINES = 5;

/** `rollcall activated <file>`: everybody in the list has activated, and is not written to again. */
export function activated(file: string, options: ActivatedOptions): Promise<ExitCode> {
  return withSession(async (session) => {
    const client = session.client(options.client);
    const { counts, unreadable } = await withRosterFile(file, async (list) => {
      const { pool } = await session.ledger();
      const clientId = await saveClient(pool, client);
      return await markListed(pool, clientId, list.read());
    });
    const isAnyoneNamed = Object.values(counts).some((count) => count > 0);
    tellUnreadable(unreadable, isAnyoneNamed);
    if (options.json === true) {
      const { 'not-invited': notInvited, ...others } = counts;
      output.json({ client: client.name, ...others, notInvited, unreadable: unreadable.length });
    } else
      output.data(isAnyoneNamed ? formatCounts(counts, client.name) : 'The list names nobody.');
    return EXIT_CODE.done;
  });
}

async function markListed(pool: Pool, clientId: number, list: Readable) {
  const counts: Counts = { activated: 0, already: 0, 'not-invited': 0, unknown: 0 };
  const unreadable: number[] = [];
  for await (const set of setsOf(readPeopleList(list))) {
    const names = set.flatMap(({ name }) => (name === null ? [] : [name]));
    for (const result of await markActivated(pool, clientId, 'list', names)) counts[result] += 1;
    unreadable.push(...set.filter(({ name }) => name === null).map(({ line }) => line));
  }
  return { counts, unreadable };
}

async function* setsOf(people: AsyncIterable<ListedPerson>): AsyncGenerator<ListedPerson[]> {
  let set: ListedPerson[] = [];
  for await (const person of people) {
    set.push(person);
    if (set.length < SET) continue;
    yield set;
    set = [];
  }
  if (set.length > 0) yield set;
}

/** @throws RollcallError `list_unreadable` where nothing of the list could be read */
function tellUnreadable(lines: readonly number[], isAnyoneNamed: boolean): void {
  if (lines.length === 0) return;
  const named = lines.slice(0, NAMED_LINES).join(', ');
  const where = `line${lines.length === 1 ? '' : 's'} ${named}${lines.length > NAMED_LINES ? ', …' : ''}`;
  const expected = 'a uuid, an e-mail address, or a phone number with its country code';
  const message = `Not understood: ${where}. Expected ${expected}.`;
  if (!isAnyoneNamed) throw new RollcallError('list_unreadable', message);
  output.note(message);
}

const MEANINGS: readonly (readonly [ActivationResult, string])[] = [
  ['activated', 'activated, not written to again'],
  ['already', 'known to have activated before'],
  ['not-invited', 'not invited yet: the call for them finds their account and sends no message'],
  ['unknown', 'unknown to client'],
];

function formatCounts(counts: Counts, client: string): string {
  const rows = MEANINGS.filter(([result]) => counts[result] > 0).map(([result, meaning]) => [
    String(counts[result]),
    result === 'unknown' ? `${meaning} ${client}` : meaning,
  ]);
  return table(rows, ['right', 'left']).join('\n');
}
