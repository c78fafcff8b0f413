import type { Stage } from './stage.js';

/** Where a story ends, or stays until somebody outside does something. */
const FINAL = ['invited', 'existing', 'activated', 'cancelled', 'expired'];

/** Both sides' accounts at the end: the ledger's, and the sandbox's. */
export interface Verdict {
  readonly people: number;
  /** Identifiers that came to no end, or that Next Identity knows by another uuid or not at all, or that got no message. */
  readonly lost: readonly string[];
  /** Identifiers that got more than one first invitation, or more than one message for each slot that is used up. */
  readonly doubled: readonly string[];
  /** People who wait for an operator, since no answer has come of any call. */
  readonly unknown: number;
  /** First invitations and messages whose answer reached no process. */
  readonly answersLost: number;
  /** Calls that the ledger has for lost. */
  readonly callsLost: number;
}

interface LedgerRow {
  readonly identifier: string;
  readonly state: string;
  readonly uuid: string | null;
  readonly slots: number;
}

/**
 * Compares the accounts.
 *
 * @param uninvited whether somebody may be there without ever having got a message, as who was there before the first call
 */
export async function judge(
  stage: Stage,
  uninvited: (identifier: string) => boolean = () => false,
): Promise<Verdict> {
  const { sandbox } = stage.company;
  const identities = new Map([...sandbox.identities()].map((one) => [one.identifier, one]));
  const rows = await stage.query<LedgerRow>(
    'SELECT identifier, state, uuid, resend_slot::integer AS slots FROM invite ORDER BY id',
  );
  const lost: string[] = [];
  const doubled: string[] = [];
  for (const { identifier, state, uuid, slots } of rows) {
    const there = identities.get(identifier);
    const { created = 0, messages = 0 } = there ?? {};
    if (created > 1 || messages > 1 + slots) doubled.push(identifier);
    const isNeverCalled = state === 'cancelled' && there === undefined;
    const isMessaged = messages > 0 || uninvited(identifier);
    if (!FINAL.includes(state)) lost.push(`${identifier} is ${state}`);
    else if (!isNeverCalled && there?.uuid !== uuid) lost.push(`${identifier} has another uuid`);
    else if (!isNeverCalled && !isMessaged) lost.push(`${identifier} got no message`);
  }
  const [calls = { answered: 0, lost: 0 }] = await stage.query<{ answered: number; lost: number }>(
    `SELECT count(*) FILTER (WHERE http_status IS NOT NULL AND kind <> 'update')::integer AS answered,
            count(*) FILTER (WHERE code = 'no_end_seen')::integer AS lost FROM attempt`,
  );
  const arrived = sandbox.account().endpoints['pre-register']?.calls ?? 0;
  return {
    people: rows.length,
    lost,
    doubled,
    unknown: rows.filter(({ state }) => state === 'unknown').length,
    answersLost: arrived - calls.answered,
    callsLost: calls.lost,
  };
}
