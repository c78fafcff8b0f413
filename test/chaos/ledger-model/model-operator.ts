import { ACTIVATABLE_STATES } from '../../../src/invite/states.js';
import type { ActionOf } from './actions.js';
import { ACTIVATING, callOff, go, type Invite, inviteOf, isIn, type Model } from './model.js';

export function cancel(model: Model, { client, states }: ActionOf<'cancel' | 'retry'>): number {
  const taken = model.invites.filter((one) => one.client === client && isIn(one, ...states));
  for (const invite of taken) {
    go(model, invite, 'cancelled');
    startOver(invite);
    invite.dueAt = null;
  }
  return taken.length;
}

export function retry(model: Model, { client, states }: ActionOf<'cancel' | 'retry'>): number {
  const taken = model.invites.filter(
    (one) => one.client === client && isIn(one, ...states) && !one.isForgotten,
  );
  for (const invite of taken) {
    const wasInvited = invite.state === 'cancelled' && invite.invitedAt !== null;
    go(model, invite, wasInvited ? 'invited' : 'pending');
    startOver(invite);
    invite.dueAt = wasInvited ? null : model.now;
  }
  return taken.length;
}

function startOver(invite: Invite): void {
  if (invite.invitedAt === null) invite.tries = 0;
  callOff(invite);
  invite.byHandAt = null;
}

export function resolve(model: Model, { client, people, choice }: ActionOf<'resolve'>): number {
  const taken = people
    .flatMap((person) => inviteOf(model, client, person) ?? [])
    .filter((invite) => invite.state === 'unknown' && invite.dueAt === null);
  for (const invite of taken) {
    if (choice === 'invited') {
      // The lost call invited them, which was when they came to be in doubt.
      invite.invitedAt = invite.stateAt;
      invite.lastMessageAt = Math.max(invite.lastMessageAt ?? 0, invite.stateAt);
      go(model, invite, 'invited');
    } else {
      go(model, invite, 'pending');
      invite.dueAt = model.now;
      invite.tries = 0;
    }
  }
  return taken.length;
}

export function suppress(model: Model, people: readonly number[]) {
  const added = people.filter((person) => !model.suppressed.includes(person));
  model.suppressed.push(...added);
  let cancelled = 0;
  for (const invite of namedBy(model, people)) {
    if (isIn(invite, 'invited', 'existing')) {
      invite.isPlanned = false;
      if (!invite.byHandIgnores.includes('suppression')) invite.byHandAt = null;
    } else if (isIn(invite, 'pending', 'queued', 'unknown')) {
      go(model, invite, 'cancelled');
      invite.dueAt = null;
      cancelled += 1;
    }
  }
  return { added: added.length, known: people.length - added.length, cancelled };
}

export function unsuppress(model: Model, people: readonly number[]): number {
  const gone = people.filter((person) => model.suppressed.includes(person));
  const removed = people.filter((one) => gone.includes(one) || model.forgotten.includes(one));
  model.suppressed = model.suppressed.filter((person) => !people.includes(person));
  model.forgotten = model.forgotten.filter((person) => !people.includes(person));
  for (const invite of namedBy(model, gone)) {
    if (isIn(invite, 'invited', 'existing')) invite.isPlanned = false;
  }
  return removed.length;
}

export function namedBy(model: Model, people: readonly number[]): Invite[] {
  return model.invites.filter((one) => people.includes(one.person) && !one.isForgotten);
}

export function recordEvent(model: Model, action: ActionOf<'event'>): 'new' | 'duplicate' {
  const { client, person, jti, isActivating } = action;
  if (model.events.some((event) => event.client === client && event.jti === jti))
    return 'duplicate';
  const type = isActivating ? ACTIVATING : 'account/v1/login';
  model.events.push({ client, jti, type, person, outcome: null });
  return 'new';
}

/** What became of each event; those that came in at once have no order that shows before. */
export function handleEvents(model: Model, client: number): string[] {
  const open = model.events.filter((event) => event.client === client && event.outcome === null);
  // Several events about one person: the first of them is the news.
  const told = open.filter(({ type }) => type === ACTIVATING);
  const whom = (person: number) =>
    model.invites.filter((one) => one.client === client && one.person === person && one.hasUuid);
  const results = markActivated(
    model,
    told.map(({ person }) => whom(person)),
  );
  for (const event of open) event.outcome = 'ignored';
  for (const [n, event] of told.entries()) event.outcome = EVENT_OUTCOMES[results[n] ?? 'unknown'];
  return open.map(({ outcome }) => outcome ?? 'open').sort();
}

const EVENT_OUTCOMES = {
  activated: 'activated',
  already: 'no-change',
  'not-invited': 'no-change',
  unknown: 'unknown-person',
} as const;

export function listActivated(model: Model, { client, people }: ActionOf<'list-activated'>) {
  return markActivated(
    model,
    people.map((person) => namedBy(model, [person]).filter((one) => one.client === client)),
  );
}

function markActivated(model: Model, reports: readonly Invite[][]) {
  const marked = new Set<Invite>();
  return reports.map((invites) => {
    const news = invites.filter((one) => isIn(one, ...ACTIVATABLE_STATES) && !marked.has(one));
    for (const invite of news) {
      marked.add(invite);
      go(model, invite, 'activated');
      callOff(invite);
      invite.byHandAt = null;
    }
    if (news.length > 0) return 'activated';
    if (invites.some(({ state }) => state === 'activated')) return 'already';
    return invites.length > 0 ? 'not-invited' : 'unknown';
  });
}
