import type { InviteState } from '../../../src/invite/states.js';
import type { ActionOf, Ending, Reply } from './actions.js';
import {
  ACTIVATING,
  callOf,
  go,
  type Invite,
  inviteOf,
  isIn,
  MAX_TRIES,
  type Model,
} from './model.js';

export function enqueue(model: Model, client: number): number {
  const due = model.invites.filter(
    (invite) =>
      invite.client === client &&
      invite.state === 'pending' &&
      invite.dueAt !== null &&
      invite.dueAt <= model.now,
  );
  for (const invite of due) go(model, invite, 'queued');
  return due.length;
}

export function claim(
  model: Model,
  { client, person }: ActionOf<'claim'>,
  worker: string,
): { tries: number; mayHaveArrived: boolean } | null {
  const invite = inviteOf(model, client, person);
  if (invite === undefined || !isIn(invite, 'queued', 'unknown')) return null;
  if (model.suppressed.includes(person) || model.forgotten.includes(person)) {
    go(model, invite, 'cancelled');
    invite.dueAt = null;
    return null;
  }
  const isDue = invite.dueAt !== null && invite.dueAt <= model.now;
  if (!isDue || model.paused.includes(client)) return null;
  go(model, invite, 'sending');
  invite.tries += 1;
  beginCall(model, invite, { kind: 'pre-register', worker, slot: null, byHandAt: null });
  return { tries: invite.tries, mayHaveArrived: invite.mayHaveArrived };
}

export function beginCall(
  model: Model,
  invite: Invite,
  call: Pick<Invite['calls'][number], 'kind' | 'worker' | 'slot' | 'byHandAt'>,
): void {
  invite.claims += 1;
  const key = `${invite.key}/${invite.claims}`;
  const { resendSlot: slotBefore, tries, mayHaveArrived } = invite;
  const told = { slotBefore, tries, mayHaveArrived };
  invite.calls.push({ ...call, ...told, key, isOpen: true, outcome: null });
  invite.lastCall = key;
  model.awaited.push(key);
}

/** Nobody is created twice: the second call for somebody who is there is told so. */
export function endingOf(model: Model, key: string, reply: Reply): Ending {
  const { invite, call } = callOf(model, key);
  const { tries, mayHaveArrived } = call ?? invite;
  const isThere = model.there.includes(placeOf(invite));
  const end = { hasUuid: false, isTry: true };
  const later = tries < MAX_TRIES ? 1 : null;
  const doubtful: InviteState = mayHaveArrived ? 'unknown' : 'queued';
  switch (reply) {
    case 'answered': {
      const state = isThere && !mayHaveArrived ? 'existing' : 'invited';
      return { ...end, outcome: state, state, due: null, hasUuid: true };
    }
    case 'answer-lost':
    case 'call-lost':
      return { ...end, outcome: 'unknown', state: 'unknown', due: later };
    case 'refused':
      if (isThere && mayHaveArrived)
        return { ...end, outcome: 'unknown', state: 'unknown', due: null };
      if (isThere) return { ...end, outcome: 'existing', state: 'existing', due: null };
      return { ...end, outcome: 'failed', state: 'failed', due: null };
    case 'unavailable':
      if (later !== null) return { ...end, outcome: 'retry', state: doubtful, due: later };
      if (mayHaveArrived) return { ...end, outcome: 'unknown', state: 'unknown', due: null };
      return { ...end, outcome: 'failed', state: 'failed', due: null };
    case 'held':
      return { ...end, outcome: 'hold', state: doubtful, due: 0, isTry: false };
  }
}

const placeOf = ({ client, person }: Invite) => `${client} ${person}`;

export function finish(model: Model, { call: key, reply, ending }: ActionOf<'finish'>): void {
  const { invite, call } = callOf(model, key);
  endWaiting(model, key);
  if (reply === 'answered' || reply === 'answer-lost') arrive(model, invite);
  if (call === undefined) throw new Error(`Expected call ${key} to be recorded`);
  call.isOpen = false;
  call.outcome = ending.outcome;
  const isCurrent = invite.lastCall === key && invite.state === 'sending';
  const isGoodNews =
    (ending.state === 'invited' || ending.state === 'existing') &&
    isIn(invite, 'queued', 'sending', 'unknown');
  if (!isCurrent && !isGoodNews) return;
  go(model, invite, ending.state);
  invite.dueAt = ending.due === null ? null : model.now + ending.due;
  if (!ending.isTry) invite.tries -= 1;
  if (ending.state === 'unknown') invite.mayHaveArrived = true;
  if (ending.state === 'invited') invite.invitedAt = model.now;
  if (isIn(invite, 'invited', 'unknown')) invite.lastMessageAt = model.now;
  if (ending.hasUuid) learnUuid(model, invite);
}

/** Somebody whose uuid becomes known may have been told of before. */
export function learnUuid(model: Model, invite: Invite): void {
  if (invite.hasUuid) return;
  invite.hasUuid = true;
  for (const event of model.events) {
    if (event.client === invite.client && event.person === invite.person) event.outcome = null;
  }
}

export function arrive(model: Model, invite: Invite): void {
  const place = placeOf(invite);
  if (!model.there.includes(place)) model.there.push(place);
}

export function endWaiting(model: Model, key: string): void {
  model.awaited = model.awaited.filter((one) => one !== key);
}

export function release(model: Model, key: string): void {
  const { invite, call } = callOf(model, key);
  endWaiting(model, key);
  if (call === undefined || !call.isOpen) return;
  invite.calls = invite.calls.filter((one) => one !== call);
  if (invite.lastCall !== key || invite.state !== 'sending') return;
  go(model, invite, invite.mayHaveArrived ? 'unknown' : 'queued');
  invite.tries -= 1;
}

/** Ends the calls of processes that give no sign of life. */
export function loseCalls(model: Model): void {
  for (const invite of model.invites) {
    for (const call of invite.calls) {
      if (!call.isOpen || !model.silent.includes(call.worker)) continue;
      call.isOpen = false;
      call.outcome = 'lost';
      if (call.kind === 'resend') {
        invite.lastMessageAt = model.now;
        invite.isPlanned = false;
      } else if (invite.lastCall === call.key && invite.state === 'sending') {
        go(model, invite, 'unknown');
        invite.dueAt = invite.tries < MAX_TRIES ? model.now : null;
        invite.lastMessageAt = model.now;
        invite.mayHaveArrived = true;
      }
    }
  }
}

/** The calls that a process waits for when it dies; half of those people are invited all the same. */
export function kill(model: Model, process: number, worker: string): void {
  model.silent.push(worker);
  for (const key of [...model.awaited]) {
    const { invite, call } = callOf(model, key);
    if (call?.worker !== worker) continue;
    endWaiting(model, key);
    if (invite.person % 2 === 0) arrive(model, invite);
  }
  model.lives[process] = (model.lives[process] ?? 0) + 1;
}

/** Whether an event waits to be handled that says that the person has activated. */
export function hasOpenEvent(model: Model, { hasUuid, client, person }: Invite): boolean {
  return (
    hasUuid &&
    model.events.some(
      (event) =>
        event.client === client &&
        event.person === person &&
        event.type === ACTIVATING &&
        event.outcome === null,
    )
  );
}
