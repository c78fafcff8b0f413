import type { InviteState } from '../../../src/invite/states.js';
import { HALF_HOUR, type Invite, type Model, PEOPLE } from './model.js';
import { addressOf } from './perform.js';
import type { World } from './world.js';

/** What the ledger and the model are compared by. */
export interface Picture {
  readonly invites: Readonly<Record<string, object>>;
  readonly events: readonly object[];
  readonly suppressed: readonly number[];
  readonly forgotten: readonly number[];
  /** How many refused rows still name each person. */
  readonly refusals: Readonly<Record<number, number>>;
  readonly paused: readonly number[];
  readonly counts: Readonly<Record<string, number>>;
}

/** What ought to stand in the ledger. */
export function pictureOf(model: Model): Picture {
  return {
    invites: Object.fromEntries(model.invites.map((invite) => [invite.key, faceOf(invite)])),
    events: sorted(model.events.map(({ person, ...event }) => ({ ...event, person }))),
    suppressed: [...model.suppressed].sort(),
    forgotten: [...model.forgotten].sort(),
    refusals: tally(model.refusals.map(({ person }) => person)),
    paused: [...model.paused].sort(),
    counts: tally(model.invites.map(({ client, state }) => `${client} ${state}`)),
  };
}

function faceOf(invite: Invite): object {
  const { key: _, client: __, person: ___, claims: ____, lastCall: _____, ...shown } = invite;
  const version = invite.isForgotten ? null : invite.version;
  const calls = invite.calls.map(({ kind, worker, isOpen, slot, outcome }) => ({
    kind,
    worker,
    isOpen,
    slot,
    outcome,
  }));
  return { ...shown, version, calls };
}

function tally(names: readonly (string | number)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function sorted(events: readonly { client: number; jti: string }[]): object[] {
  return events.toSorted((a, b) => a.client - b.client || a.jti.localeCompare(b.jti));
}

interface InviteRow {
  readonly client: number;
  readonly person: number;
  readonly version: number | null;
  readonly state: InviteState;
  readonly isForgotten: boolean;
  readonly [column: string]: unknown;
}

/** Half hours since the run began. */
const time = (column: string) =>
  `round((extract(epoch FROM ${column}) - extract(epoch FROM $1::timestamptz)) / ${HALF_HOUR / 1_000})::float8`;

const INVITES = `
  SELECT i.client_id - 1 AS client, i.line % 10 AS person,
         substr(i.profile->>'firstName', 5)::integer AS version, i.state, ${time('i.state_at')} AS "stateAt",
         ${time('i.due_at')} AS "dueAt", i.tries, i.may_have_arrived AS "mayHaveArrived",
         i.uuid IS NOT NULL AS "hasUuid", ${time('i.invited_at')} AS "invitedAt",
         ${time('i.last_message_at')} AS "lastMessageAt", ${time('i.reinvited_at')} AS "reinvitedAt",
         i.resend_slot AS "resendSlot", i.resends, ${time('i.by_hand_at')} AS "byHandAt",
         i.planned_by IS NOT NULL AS "isPlanned",
         CASE WHEN i.next_step IS NOT NULL
              THEN json_build_object('kind', i.next_step, 'slot', i.next_slot, 'at', ${time('i.next_at')}) END AS next,
         i.by_hand_ignores AS "byHandIgnores", i.forgotten_at IS NOT NULL AS "isForgotten",
         (SELECT coalesce(json_agg(json_build_object('kind', a.kind, 'worker', a.worker, 'isOpen', a.ended_at IS NULL,
                                                     'slot', a.slot, 'outcome', a.outcome) ORDER BY a.id), '[]')
            FROM attempt a WHERE a.invite_id = i.id) AS calls
    FROM invite i ORDER BY i.id`;

const REST = `
  SELECT (SELECT coalesce(json_agg(identifier), '[]') FROM suppression) AS suppressed,
         (SELECT coalesce(json_agg(p.name), '[]') FROM unnest($1::text[]) AS p (name)
           WHERE EXISTS (SELECT FROM forgotten f WHERE f.name = forgotten_name('email', p.name))) AS forgotten,
         (SELECT coalesce(json_agg(p.name), '[]') FROM unnest($1::text[]) AS p (name), roster_row r
           WHERE r.status = 'rejected' AND r.cells->>0 = p.name) AS refusals,
         (SELECT coalesce(json_agg(id - 1 ORDER BY id), '[]') FROM client WHERE paused_at IS NOT NULL) AS paused,
         (SELECT coalesce(json_agg(json_build_object('client', client_id - 1, 'jti', jti, 'type', type,
                                                     'outcome', outcome, 'person', right(sub::text, 1)::integer)), '[]')
            FROM event) AS events`;

interface Rest {
  readonly suppressed: string[];
  readonly forgotten: string[];
  readonly refusals: string[];
  readonly paused: number[];
  readonly events: { client: number; jti: string; person: number }[];
}

/** What does stand in it. */
export async function observe({ watcher, start }: World): Promise<Picture> {
  const { rows } = await watcher.query<InviteRow>(INVITES, [start]);
  const { rows: rest } = await watcher.query<Rest>(REST, [PEOPLE.map(addressOf)]);
  const [found] = rest;
  if (found === undefined) throw new Error('Expected a row');
  const people = (addresses: string[]) =>
    addresses.map((address) => PEOPLE.find((person) => addressOf(person) === address) ?? -1);
  const seen = new Map<string, number>();
  const invites = rows.map((row) => {
    const { client, person, ...face } = row;
    const whose = `client-${client} person-${person}`;
    const nth = seen.get(whose) ?? 0;
    seen.set(whose, nth + 1);
    return [`${whose} invite-${nth}`, face] as const;
  });
  return {
    invites: Object.fromEntries(invites),
    events: sorted(found.events),
    suppressed: people(found.suppressed).sort(),
    forgotten: people(found.forgotten).sort(),
    refusals: tally(people(found.refusals)),
    paused: found.paused,
    counts: tally(rows.map(({ client, state }) => `${client} ${state}`)),
  };
}
