import { text } from 'node:stream/consumers';
import { RollcallError } from '../../observe/rollcall-error.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { asClient } from '../next-identity.js';
import { oneLine } from '../one-line.js';
import { output } from '../output.js';
import { withSession } from '../session.js';
import { table } from '../table.js';

export interface ProfileOptions {
  readonly client?: string;
  readonly json?: boolean;
}

/** `rollcall profile get`: the profile of the user whose access token is given. */
export function profileGet(options: ProfileOptions): Promise<ExitCode> {
  return withSession(async (session) => {
    const accessToken = await readToken();
    const client = session.client(options.client);
    const profile = await asClient(session, client, (api) => api.getProfile({ accessToken }));
    if (options.json === true) {
      output.json(profile);
    } else {
      const rows = Object.entries(profile).map(([name, value]) => [
        name,
        oneLine(typeof value === 'string' ? value : JSON.stringify(value)),
      ]);
      output.data(table(rows, ['left', 'left']).join('\n'));
    }
    return EXIT_CODE.done;
  });
}

/** `rollcall profile set <field>=<value>…`: changes fields of that user's profile. */
export function profileSet(
  assignments: readonly string[],
  options: ProfileOptions,
): Promise<ExitCode> {
  return withSession(async (session) => {
    const profileFields = Object.fromEntries(assignments.map(fieldOf));
    const accessToken = await readToken();
    const client = session.client(options.client);
    await asClient(session, client, (api) => api.updateProfile({ accessToken, profileFields }));
    const changed = Object.keys(profileFields);
    if (options.json === true) output.json({ changed });
    else output.data(`Changed: ${changed.join(', ')}`);
    return EXIT_CODE.done;
  });
}

/** `true` and `false` are sent as such, since `resourceAccess…` fields are flags; all else as text. */
function fieldOf(assignment: string): [string, string | boolean] {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(assignment) ?? [];
  if (name === undefined || value === undefined) {
    throw new RollcallError(
      'option_invalid',
      'Expected fields like firstName=Ada, each as one argument.',
    );
  }
  return [name, value === 'true' || value === 'false' ? value === 'true' : value];
}

/** A token on the command line would stand in the list of processes. */
async function readToken(): Promise<string> {
  const fromEnvironment = process.env.NEXT_IDENTITY_ACCESS_TOKEN;
  if (fromEnvironment) return fromEnvironment;
  const given = process.stdin.isTTY ? '' : (await text(process.stdin)).trim();
  if (given !== '') return given;
  throw new RollcallError(
    'no_access_token',
    "A profile is read with its user's access token. Set NEXT_IDENTITY_ACCESS_TOKEN, or pipe the token in.",
  );
}
