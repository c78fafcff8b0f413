import type { ActivatedWhen } from '../../config/open-questions.js';
import { isActivated } from '../../invite/activated.js';
import { attributeEquals } from '../../next-identity/filter.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { asDirectAccess } from '../next-identity.js';
import { oneLine } from '../one-line.js';
import { output } from '../output.js';
import { withSession } from '../session.js';
import { table } from '../table.js';

export interface FindOptions {
  readonly client?: string;
  readonly attributes?: readonly string[];
  readonly json?: boolean;
}

const ATTRIBUTES = ['uuid', 'email', 'mobileNumber', 'givenName', 'familyName'];

/** `rollcall find <query>`: users of Next Identity, by address, number, uuid, or a filter of the API's own. */
export function find(query: string, options: FindOptions): Promise<ExitCode> {
  return withSession(async (session) => {
    const client = session.client(options.client);
    const { activatedWhen } = client.openQuestions;
    const attributes = [
      ...new Set([...(options.attributes ?? ATTRIBUTES), activatedWhen.attribute]),
    ];
    const filter = filterOf(query);
    const users = await asDirectAccess(session, client, (api) =>
      api.findUsers({ filter, attributes }),
    );
    for (const user of users) show(user, activatedWhen, options.json ?? false);
    if (users.length === 0) output.note('Nobody was found.');
    return EXIT_CODE.done;
  });
}

function show(user: Readonly<Record<string, unknown>>, when: ActivatedWhen, isJson: boolean): void {
  const activated = isActivated(user, when);
  if (isJson) {
    output.json({ ...user, activated });
    return;
  }
  const rows = Object.entries({ ...user, activated }).map(([name, value]) => [name, textOf(value)]);
  output.data([...table(rows, ['left', 'left']), ''].join('\n'));
}

function textOf(value: unknown): string {
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value ?? null));
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const ADDRESS = /^[^\s@'"]+@[^\s@'"<>=]+$/;

/** What is neither an address nor a uuid, and has an operator in it, is taken for a filter as it stands. */
function filterOf(query: string): string {
  if (ADDRESS.test(query)) return attributeEquals('email', query.toLowerCase());
  if (/[=<>]|\b(and|or|like)\b/i.test(query)) return query;
  if (UUID.test(query)) return attributeEquals('uuid', query.toLowerCase());
  return /^\+?[\d\s()-]+$/.test(query)
    ? attributeEquals('mobileNumber', query.replaceAll(/[\s()-]/g, ''))
    : attributeEquals('email', query.toLowerCase());
}
