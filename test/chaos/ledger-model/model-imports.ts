import type { ActionOf } from './actions.js';
import { go, type Invite, inviteOf, isIn, type Model } from './model.js';

/** Rows that go into the ledger together. */
export const SET = 2;

/** What an import has counted so far, and with which data each person stood first in it. */
export interface Import {
  refused: number[];
  readonly first: Map<number, { readonly version: number; readonly invite: string }>;
  readonly counts: Record<
    'added' | 'known' | 'updated' | 'differing' | 'duplicates' | 'conflicts' | 'rejected',
    number
  >;
}

export function newImport(): Import {
  const counts = { added: 0, known: 0, updated: 0, differing: 0, duplicates: 0, conflicts: 0 };
  return { refused: [], first: new Map(), counts: { ...counts, rejected: 0 } };
}

/** Rows of people who may not be called are refused before they are taken in. */
export function lookForRefused(model: Model, state: Import): void {
  state.refused = [...model.suppressed, ...model.forgotten];
  state.refused.push(...model.forgotten.map((person) => -1 - person));
}

/** Takes one set of rows in. */
export function takeSet(
  model: Model,
  { client, rows }: ActionOf<'import'>,
  from: number,
  state: Import,
): Import['counts'] {
  for (const row of rows.slice(from, from + SET)) {
    if (row === null) state.counts.rejected += 1;
    else if (state.refused.includes(row.person)) {
      state.counts.rejected += 1;
      // The cells of somebody who is suppressed are kept, and name them.
      const isNamed = !state.refused.includes(-1 - row.person);
      // Batches go by the server's own clock, which stands at the start while the ledger's is driven ahead.
      if (isNamed) model.refusals.push({ person: row.person, at: 0 });
    } else state.counts[takeRow(model, client, row, state)] += 1;
  }
  return state.counts;
}

function takeRow(
  model: Model,
  client: number,
  { person, version }: { person: number; version: number },
  { first }: Import,
): keyof Import['counts'] {
  const invite = inviteOf(model, client, person);
  const before = first.get(person);
  // Somebody who has been forgotten since that row is somebody new.
  if (before !== undefined && before.invite === invite?.key)
    return before.version === version ? 'duplicates' : 'conflicts';
  if (invite === undefined) {
    const added = newInvite(model, client, person, version);
    model.invites.push(added);
    first.set(person, { version, invite: added.key });
    return 'added';
  }
  first.set(person, { version, invite: invite.key });
  if (invite.version === version) return 'known';
  if (!takesNewData(invite)) return 'differing';
  invite.version = version;
  if (invite.state === 'failed') {
    go(model, invite, 'pending');
    invite.dueAt = model.now;
    invite.tries = 0;
  }
  return 'updated';
}

/** Data are replaced only where no call has reached the person. */
function takesNewData(invite: Invite): boolean {
  if (invite.hasUuid) return false;
  if (invite.state === 'failed') return true;
  return isIn(invite, 'pending', 'queued', 'cancelled') && !invite.mayHaveArrived;
}

function newInvite(model: Model, client: number, person: number, version: number): Invite {
  const earlier = model.invites.filter((one) => one.client === client && one.person === person);
  return {
    key: `client-${client} person-${person} invite-${earlier.length}`,
    client,
    person,
    version,
    state: 'pending',
    stateAt: model.now,
    dueAt: model.now,
    tries: 0,
    mayHaveArrived: false,
    hasUuid: false,
    invitedAt: null,
    lastMessageAt: null,
    reinvitedAt: null,
    resendSlot: 0,
    resends: 0,
    byHandAt: null,
    byHandIgnores: [],
    isPlanned: false,
    next: null,
    isForgotten: false,
    lastCall: null,
    claims: 0,
    calls: [],
  };
}
