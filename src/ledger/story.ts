import type { Pool } from 'pg';
import type { InviteState } from '../invite/states.js';
import type { ActivationSource } from './activation.js';
import type { EventOutcome } from './events.js';
import type { BatchRow } from './people.js';
import { run } from './statement.js';
import type { Whom } from './whom.js';

/** Where a person stands with one client. */
export interface Standing {
  readonly id: number;
  readonly client: string;
  readonly authType: 'email' | 'sms';
  readonly identifier: string;
  readonly uuid: string | null;
  readonly state: InviteState;
  readonly code: string | null;
  readonly message: string | null;
  /** When a first invitation may be made; null: not by itself. */
  readonly dueAt: Date | null;
  readonly invitedAt: Date | null;
  readonly activatedAt: Date | null;
  readonly activatedBy: ActivationSource | null;
  /** When Next Identity was last asked whether the person has activated. */
  readonly checkedAt: Date | null;
  readonly lastMessageAt: Date | null;
  /** Messages sent again, or that may have been. */
  readonly resends: number;
  /** IANA name, where the roster has one for the person. */
  readonly timeZone: string | null;
  readonly nextStep: 'resend' | 'expire' | null;
  readonly nextSlot: number | null;
  readonly nextAt: Date | null;
  /** From when on the message may go out that an operator asked for. */
  readonly byHandAt: Date | null;
  /** Since when the client makes no calls. */
  readonly pausedAt: Date | null;
  readonly suppressedAt: Date | null;
  readonly suppressedReason: string | null;
  /** When their personal data was removed; null: it was not. */
  readonly forgottenAt: Date | null;
  /** What time it is by the ledger's clock. */
  readonly now: Date;
}

/** A row of a roster that has the person. */
interface Mention {
  readonly at: Date;
  readonly batch: number;
  readonly source: string;
  readonly line: number;
  readonly status: BatchRow['status'];
}

interface Call {
  readonly at: Date;
  /** Null while it is under way. */
  readonly endedAt: Date | null;
  readonly call: 'pre-register' | 'resend' | 'update';
  /** The slot of the policy that a resend used; null where it gave the slot back, and by hand. */
  readonly slot: number | null;
  readonly byHand: boolean;
  readonly httpStatus: number | null;
  readonly outcome: string | null;
  readonly code: string | null;
}

/** A new state that no call brought. */
interface Change {
  readonly at: Date;
  readonly from: InviteState;
  readonly to: InviteState;
  readonly code: string | null;
}

/** What Next Identity told about the person. */
interface TenantEvent {
  readonly at: Date;
  readonly issuedAt: Date;
  readonly type: string;
  /** Null while it waits to be handled. */
  readonly outcome: EventOutcome | null;
}

/** Something that happened to a person. */
export type Happening =
  | ({ readonly kind: 'row' } & Mention)
  | ({ readonly kind: 'call' } & Call)
  | ({ readonly kind: 'change' } & Change)
  | ({ readonly kind: 'event' } & TenantEvent);

/** A person's invite with one client, and all that happened to it, oldest first. */
export interface Story extends Standing {
  readonly happenings: readonly Happening[];
}

/** The stories of one person, of each client that has them; empty where nobody is known by that name. */
export async function readStories(pool: Pool, whom: Whom): Promise<Story[]> {
  const values = 'uuid' in whom ? [whom.uuid, null, null] : [null, whom.authType, whom.identifier];
  const standings = await run<Standing>(pool, 'find-invites', values);
  return Promise.all(
    standings.map(async (standing) => ({
      ...standing,
      happenings: await readHappenings(pool, standing.id),
    })),
  );
}

async function readHappenings(pool: Pool, inviteId: number): Promise<Happening[]> {
  const [rows, calls, changes, events] = await Promise.all([
    run<Mention>(pool, 'list-rows-of', [inviteId]),
    run<Call>(pool, 'list-calls-of', [inviteId]),
    run<Change>(pool, 'list-changes-of', [inviteId]),
    run<TenantEvent>(pool, 'list-events-of', [inviteId]),
  ]);
  const all: Happening[] = [
    ...rows.map((row) => ({ kind: 'row' as const, ...row })),
    ...calls.map((call) => ({ kind: 'call' as const, ...call })),
    ...changes.map((change) => ({ kind: 'change' as const, ...change })),
    ...events.map((event) => ({ kind: 'event' as const, ...event })),
  ];
  // Each kind is in its order already, which a sort keeps where two things have the same time.
  return all.sort((a, b) => a.at.getTime() - b.at.getTime());
}
