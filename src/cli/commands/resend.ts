import type { Pool } from 'pg';
import { type ClientConfig, waysOf } from '../../config/client-config.js';
import { parseDuration } from '../../config/duration.js';
import { handCoolDownMs, type Override } from '../../invite/hand-resend.js';
import { INVITE_STATES, type InviteState } from '../../invite/states.js';
import { listClients } from '../../ledger/clients.js';
import {
  previewResends,
  type ResendRequest,
  type ResendSelection,
  requestResends,
} from '../../ledger/hand-resends.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import { confirm } from '../confirm.js';
import { counted } from '../counted.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { formatJudged, type Judged, peopleOf } from '../format-judged.js';
import { readNamed } from '../named-people.js';
import { output } from '../output.js';
import { withSession } from '../session.js';

export interface ResendOptions {
  readonly file?: string;
  readonly olderThan?: string;
  readonly batch?: number;
  readonly state?: readonly InviteState[];
  readonly client?: string;
  readonly dryRun?: boolean;
  readonly ignoreCoolDown?: boolean;
  readonly ignoreQuietHours?: boolean;
  readonly ignoreSuppression?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** People named for each verdict. */
const NAMED = 5;

/**
 * Written to only where the state or the very people are named: `existing` people never asked for a message, `expired` ones
 * were given up.
 */
const ONLY_BY_NAME: readonly InviteState[] = ['existing', 'expired'];
/** Whom a choice without states and names takes. */
const OTHERS: readonly InviteState[] = INVITE_STATES.filter(
  (state) => !ONLY_BY_NAME.includes(state),
);

const UNTOLD =
  'Nothing tells who has activated, so that those who have get the message as well; see: rollcall policy';

/** `rollcall resend`: one more message to people who have not activated, beside what the policy sends. */
export function resend(words: readonly string[], options: ResendOptions): Promise<ExitCode> {
  return withSession(async (session) => {
    const client = session.client(options.client);
    const { pool } = await session.ledger();
    const selection = await selectionOf(pool, client, words, options);
    const request = requestOf(client, selection, options);
    const judged = await judge(pool, selection, request);
    const ready = peopleOf(judged, 'ready');
    const isOnlyAsked = options.dryRun === true || ready === 0;
    if (!isOnlyAsked) {
      // Whatever is no terminal may be a log, where nobody's name belongs.
      output.note(formatJudged(judged, process.stderr.isTTY));
      if (!Object.values(waysOf(client)).includes(true)) output.note(UNTOLD);
      const whom = `${counted(ready, 'person', 'people')} of client ${client.name}`;
      await confirm(`Send one more message to ${whom}?`, options.yes === true);
    }
    const asked = isOnlyAsked
      ? 0
      : peopleOf(await requestResends(pool, selection, request), 'ready');
    if (options.json === true) output.json({ client: client.name, asked, people: judged });
    else if (isOnlyAsked) output.data(formatJudged(judged, true));
    else {
      output.data(
        `One more message was asked for, for ${counted(asked, 'person', 'people')}. Running workers send it; else type: rollcall work --until-drained`,
      );
    }
    return EXIT_CODE.done;
  });
}

async function selectionOf(
  pool: Pool,
  { name }: ClientConfig,
  words: readonly string[],
  { file, batch, state, olderThan }: ResendOptions,
): Promise<ResendSelection> {
  const named = await readNamed(pool, { words, file });
  if (named === null && batch === undefined && state === undefined && olderThan === undefined) {
    throw new RollcallError(
      'selection_missing',
      'Say whom to write to: addresses, numbers or uuids, --file, --batch, --state or --older-than.',
    );
  }
  const client = (await listClients(pool)).find((known) => known.name === name);
  if (client === undefined) {
    throw new RollcallError('nothing_imported', `Client ${name} has invited nobody yet.`);
  }
  return {
    clientId: client.id,
    batchId: batch ?? null,
    states: state ?? (named === null ? OTHERS : null),
    olderThanMs: olderThan === undefined ? null : spanOf(olderThan),
    identifiers: named?.map(({ identifier }) => identifier) ?? null,
  };
}

function spanOf(text: string): number {
  const ms = parseDuration(text);
  if (ms !== null) return ms;
  throw new RollcallError(
    'option_invalid',
    `Expected --older-than like "7d", "12h" or "2w", got "${text}".`,
  );
}

function requestOf(
  { resend: policy }: ClientConfig,
  { identifiers }: ResendSelection,
  { ignoreCoolDown, ignoreQuietHours, ignoreSuppression }: ResendOptions,
): ResendRequest {
  if (ignoreSuppression === true && identifiers === null) {
    throw new RollcallError(
      'override_too_wide',
      'With --ignore-suppression, name the very people: type their addresses, numbers or uuids, or give them by --file.',
    );
  }
  const overrides: Override[] = [];
  if (ignoreCoolDown === true) overrides.push('cool-down');
  if (ignoreQuietHours === true) overrides.push('quiet-hours');
  if (ignoreSuppression === true) overrides.push('suppression');
  return { coolDownMs: handCoolDownMs(policy, overrides), overrides, named: NAMED };
}

/** What would come of the request, also for those whom it leaves out because nobody named them, and for names unknown. */
async function judge(
  pool: Pool,
  selection: ResendSelection,
  request: ResendRequest,
): Promise<Judged[]> {
  const judged: Judged[] = await previewResends(pool, selection, request);
  if (selection.identifiers !== null) {
    const absent = selection.identifiers.length - sum(judged);
    return absent === 0 ? judged : [...judged, { verdict: 'absent', people: absent, first: [] }];
  }
  if (selection.states !== OTHERS) return judged;
  const leftOut = await previewResends(pool, { ...selection, states: ONLY_BY_NAME }, request);
  if (leftOut.length === 0) return judged;
  const first = leftOut.flatMap((group) => group.first).slice(0, NAMED);
  return [...judged, { verdict: 'left-out', people: sum(leftOut), first }];
}

function sum(judged: readonly Judged[]): number {
  return judged.reduce((total, { people }) => total + people, 0);
}
