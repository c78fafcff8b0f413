import { callOff, go, type Invite, isIn, type Model } from './model.js';
import { namedBy } from './model-operator.js';

export function forget(model: Model, people: readonly number[]) {
  const invites = namedBy(model, people);
  const isCalled = (one: Invite) =>
    one.state === 'sending' || one.calls.some((call) => call.isOpen);
  if (invites.some(isCalled)) return { obstacle: 'call' };
  const wereForgotten = people.some((person) => model.forgotten.includes(person));
  const suppressions = model.suppressed.filter((person) => people.includes(person)).length;
  const named = model.refusals.filter(({ person }) => people.includes(person)).length;
  const cancelled = invites.filter((one) => isIn(one, 'pending', 'queued', 'unknown')).length;
  const isNothing = invites.length + suppressions + named === 0;
  model.suppressed = model.suppressed.filter((person) => !people.includes(person));
  model.refusals = model.refusals.filter(({ person }) => !people.includes(person));
  for (const invite of invites) erase(model, invite);
  if (!isNothing) remember(model, people);
  const wasForgotten = isNothing && wereForgotten;
  return { invites: invites.length, cancelled, suppressions, wasForgotten };
}

/** Erases everybody whose story has ended before, with every client that has them. */
export function purge(model: Model, before: number): number {
  const isOver = (one: Invite) =>
    isIn(one, 'activated', 'expired', 'cancelled', 'failed') && one.stateAt < before;
  const ended = model.invites.filter(
    (one) =>
      !one.isForgotten &&
      namedBy(model, [one.person]).every(isOver) &&
      !one.calls.some((call) => call.isOpen),
  );
  for (const invite of ended) erase(model, invite);
  remember(
    model,
    ended.map(({ person }) => person),
  );
  model.refusals = model.refusals.filter(({ at }) => at >= before);
  return ended.length;
}

/** People who were forgotten while their rows were on the way are erased again. */
export function eraseForgotten(model: Model, people: readonly number[]): void {
  const forgotten = people.filter((person) => model.forgotten.includes(person));
  for (const invite of namedBy(model, forgotten)) erase(model, invite);
}

function erase(model: Model, invite: Invite): void {
  invite.isForgotten = true;
  if (isIn(invite, 'pending', 'queued', 'unknown')) go(model, invite, 'cancelled');
  invite.dueAt = null;
  callOff(invite);
  invite.byHandAt = null;
}

function remember(model: Model, people: readonly number[]): void {
  model.forgotten = [...new Set([...model.forgotten, ...people])];
}
