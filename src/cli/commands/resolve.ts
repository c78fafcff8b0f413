import { resolveUnknown } from '../../ledger/doubts.js';
import { listUndecided, type UndecidedPerson } from '../../ledger/undecided.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import { confirm } from '../confirm.js';
import { counted } from '../counted.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { readNamed } from '../named-people.js';
import { oneLine } from '../one-line.js';
import { output } from '../output.js';
import { type Session, withSession } from '../session.js';
import { table } from '../table.js';

/** What an operator can say of a call whose answer was lost. */
export type Choice = 'invited' | 'not-sent';

export interface ResolveOptions {
  readonly as?: Choice;
  readonly file?: string;
  readonly batch?: number;
  readonly client?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/**
 * `rollcall resolve`: people whose call was lost and who are not called again by themselves; listed with the choices, or
 * decided by `--as`.
 */
export function resolve(words: readonly string[], options: ResolveOptions): Promise<ExitCode> {
  return withSession(async (session) => {
    const { as: choice, batch, client: name } = options;
    const { pool } = await session.ledger();
    const named = await readNamed(pool, { words, file: options.file });
    const isChosen = named !== null || batch !== undefined || name !== undefined;
    if (choice !== undefined && !isChosen) {
      throw new RollcallError(
        'selection_missing',
        'Say whose doubt to end: addresses or numbers, --file, --batch or --client.',
      );
    }
    const client = await session.clientRecord(name);
    const people = await listUndecided(pool, {
      clientId: client?.id ?? null,
      batchId: batch ?? null,
      identifiers: named?.map(({ identifier }) => identifier) ?? null,
    });
    if (choice === undefined) list(session, people, options.json ?? false);
    else await decide(session, people, choice, options);
    return EXIT_CODE.done;
  });
}

const CHOICES = `
The answer to a call for each of them was lost, and no further call is made by itself. Find out what is true, in the
tenant or from the person, and say so by address, --file, --batch or --client:

  --as invited   The message has arrived. They count as invited since the lost call; resends follow the policy.
  --as not-sent  It has not. They are called from the start. Should they be there after all, that call finds their
                 account and sends no second message.`;

function list(session: Session, people: readonly UndecidedPerson[], isJson: boolean): void {
  if (isJson) {
    for (const person of people) output.json(person);
    return;
  }
  if (people.length === 0) {
    output.note('Nobody is in doubt without a further call to come.');
    return;
  }
  const rows = people.map(({ since, client, identifier, code, message }) => [
    since.toISOString().slice(0, 16).replace('T', ' '),
    client,
    identifier,
    oneLine(`${code ?? ''}: ${message ?? ''}`),
  ]);
  output.data(table(rows, ['left', 'left', 'left', 'left']).join('\n'));
  output.note(CHOICES);
  const lookingUp = session.config.clients.filter(({ directAccess }) => directAccess !== null);
  const names = new Set(people.map(({ client }) => client));
  for (const { name } of lookingUp.filter((client) => names.has(client.name))) {
    output.note(
      `\nClient ${name} has a direct access client: running workers look its people up and decide what they can.`,
    );
  }
}

async function decide(
  session: Session,
  people: readonly UndecidedPerson[],
  choice: Choice,
  { yes, json }: ResolveOptions,
): Promise<void> {
  const whom = counted(people.length, 'person', 'people');
  if (people.length > 0) await confirm(QUESTIONS[choice](whom), yes ?? false);
  const { pool } = await session.ledger();
  const ids = people.map(({ id }) => id);
  const resolved = people.length === 0 ? 0 : await resolveUnknown(pool, ids, choice);
  if (json === true) output.json({ resolved, as: choice });
  else if (people.length === 0) output.data('Nobody chosen is in doubt.');
  else output.data(`${counted(resolved, 'doubt')} ended: ${choice}.`);
}

const QUESTIONS: Readonly<Record<Choice, (whom: string) => string>> = {
  invited: (whom) => `Take ${whom} for invited?`,
  'not-sent': (whom) => `Call ${whom} from the start?`,
};
