import { handAllowedFrom, handCoolDownMs, type Override } from '../../../src/invite/hand-resend.js';
import { type NextStep, nextStep } from '../../../src/invite/resend-policy.js';
import type { ActionOf, ResendReply } from './actions.js';
import {
  callOf,
  callOff,
  go,
  HALF_HOUR,
  hasOpenCall,
  type Invite,
  inviteOf,
  isIn,
  type Model,
  POLICY,
} from './model.js';
import { arrive, beginCall, endWaiting, hasOpenEvent, learnUuid } from './model-calls.js';

const dateOf = (at: number) => new Date(at * HALF_HOUR);
const momentOf = (at: Date) => at.getTime() / HALF_HOUR;

/** The last message that went to the person, through whichever client. */
function lastMessageTo(model: Model, invite: Invite): number | null {
  const times = sameIdentity(model, invite).flatMap(({ lastMessageAt }) => lastMessageAt ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

function sameIdentity(model: Model, { person, isForgotten }: Invite): Invite[] {
  return model.invites.filter((one) => one.person === person && one.isForgotten === isForgotten);
}

const isSuppressed = (model: Model, { person, isForgotten }: Invite) =>
  isForgotten || model.suppressed.includes(person);

function stepFor(model: Model, invite: Invite): NextStep {
  const last = lastMessageTo(model, invite);
  const person = {
    id: 0,
    state: invite.state === 'existing' ? ('existing' as const) : ('invited' as const),
    invitedAt: dateOf(invite.reinvitedAt ?? invite.invitedAt ?? invite.stateAt),
    resendSlot: invite.resendSlot,
    resends: invite.resends,
    lastMessageAt: last === null ? null : dateOf(last),
    timeZone: null,
  };
  const policy = isSuppressed(model, invite) ? { ...POLICY, maximum: 0 } : POLICY;
  return nextStep(policy, person, dateOf(model.now));
}

function save(invite: Invite, step: NextStep): void {
  invite.isPlanned = true;
  if (step.kind === 'none') invite.next = null;
  else {
    const slot = step.kind === 'resend' ? step.slot : null;
    invite.next = { kind: step.kind, slot, at: momentOf(step.at) };
  }
}

export function plan(model: Model, client: number): void {
  for (const invite of model.invites) {
    if (invite.client !== client || invite.isPlanned || !isIn(invite, 'invited', 'existing'))
      continue;
    save(invite, stepFor(model, invite));
  }
}

/** What a job finds that is to write to somebody again. */
export interface Prepared {
  slot: number | null;
  slotBefore: number;
  coolDown: number;
  alsoSuppressed: boolean;
}

/** Reckons the step anew; a message that is due now is claimed next. */
export function prepareResend(
  model: Model,
  { client, person }: ActionOf<'claim-resend'>,
): Prepared | null {
  const invite = inviteOf(model, client, person);
  if (invite === undefined || !isIn(invite, 'invited', 'existing')) return null;
  const step = stepFor(model, invite);
  const isDue = step.kind === 'resend' && momentOf(step.at) <= model.now;
  if (!isDue || !invite.isPlanned || invite.next?.slot !== step.slot) save(invite, step);
  const { resendSlot: slotBefore } = invite;
  if (!isDue) return prepareByHand(model, invite);
  const coolDown = momentOf(new Date(POLICY.coolDownMs));
  return { slot: step.slot, slotBefore, coolDown, alsoSuppressed: false };
}

export function prepareByHand(model: Model, invite: Invite): Prepared | null {
  const { byHandAt, resendSlot: slotBefore } = invite;
  if (byHandAt === null || byHandAt > model.now) return null;
  const overrides = invite.byHandIgnores as Override[];
  const alsoSuppressed = overrides.includes('suppression');
  if (isSuppressed(model, invite) && !alsoSuppressed) {
    invite.byHandAt = null;
    return null;
  }
  const last = lastMessageTo(model, invite);
  const told = { lastMessageAt: last === null ? null : dateOf(last), timeZone: null };
  const from = momentOf(handAllowedFrom(POLICY, overrides, told, dateOf(model.now)));
  if (from > model.now) {
    invite.byHandAt = from;
    return null;
  }
  const coolDown = handCoolDownMs(POLICY, overrides) / HALF_HOUR;
  return { slot: null, slotBefore, coolDown, alsoSuppressed };
}

export function claimResend(
  model: Model,
  { client, person }: ActionOf<'claim-resend'>,
  { slot, slotBefore, coolDown, alsoSuppressed }: Prepared,
  worker: string,
): { slot: number | null } | null {
  const invite = inviteOf(model, client, person);
  if (invite === undefined || model.paused.includes(client)) return null;
  if (!isIn(invite, 'invited', 'existing') || invite.resendSlot !== slotBefore) return null;
  const { next, byHandAt } = invite;
  const isDue =
    slot === null
      ? byHandAt !== null && byHandAt <= model.now
      : invite.isPlanned && next?.kind === 'resend' && next.slot === slot && next.at <= model.now;
  if (!isDue || (!alsoSuppressed && isSuppressed(model, invite))) return null;
  if (hasOpenEvent(model, invite)) return null;
  const isTooSoon = sameIdentity(model, invite).some(
    (one) =>
      hasOpenCall(one) || (one.lastMessageAt !== null && one.lastMessageAt > model.now - coolDown),
  );
  if (isTooSoon) return null;
  beginCall(model, invite, { kind: 'resend', worker, slot, byHandAt });
  if (slot !== null) invite.resendSlot = slot;
  invite.resends += 1;
  callOff(invite);
  invite.byHandAt = null;
  return { slot };
}

export function finishResend(model: Model, key: string, reply: ResendReply): void {
  if (reply === 'unavailable') {
    giveBack(model, key, true);
    return;
  }
  const { invite, call } = callOf(model, key);
  endWaiting(model, key);
  if (call === undefined) throw new Error(`Expected call ${key} to be recorded`);
  if (reply !== 'not-sent') arrive(model, invite);
  // Given up as lost before, and now said to be: that counts once.
  if (!call.isOpen && call.outcome === RECORDED[reply]) return;
  call.isOpen = false;
  call.outcome = RECORDED[reply];
  invite.isPlanned = false;
  if (reply === 'not-sent') invite.resends -= 1;
  else invite.lastMessageAt = model.now;
  if (reply === 'sent') learnUuid(model, invite);
}

export const RECORDED = { sent: 'resent', 'answer-lost': 'lost', 'not-sent': 'not-sent' } as const;

/** Gives a slot or request back, with a record of the call or without. */
export function giveBack(model: Model, key: string, isRecorded: boolean): void {
  const { invite, call } = callOf(model, key);
  endWaiting(model, key);
  if (call === undefined || !call.isOpen) return;
  if (invite.resendSlot === call.slot) invite.resendSlot = call.slotBefore;
  if (call.slot === null) invite.byHandAt ??= call.byHandAt;
  invite.resends -= 1;
  invite.isPlanned = false;
  if (!isRecorded) {
    invite.calls = invite.calls.filter((one) => one !== call);
    return;
  }
  call.isOpen = false;
  call.outcome = 'unsent';
  call.slot = null;
}

/** How many people an operator's wish met, by verdict. */
export function askResend(
  model: Model,
  { client, overrides }: ActionOf<'ask-resend'>,
): Record<string, number> {
  const verdicts: Record<string, number> = {};
  const judged = model.invites
    .filter((invite) => invite.client === client)
    .map((invite) => ({ invite, verdict: verdictOf(model, invite, overrides) }));
  for (const { invite, verdict } of judged) {
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    if (verdict !== 'ready') continue;
    invite.byHandAt = model.now;
    invite.byHandIgnores = [...overrides];
    if (invite.state !== 'expired') continue;
    go(model, invite, 'invited');
    invite.reinvitedAt = model.now;
  }
  return verdicts;
}

function verdictOf(model: Model, invite: Invite, overrides: readonly Override[]): string {
  if (isIn(invite, 'activated', 'cancelled')) return invite.state;
  if (!isIn(invite, 'invited', 'existing', 'expired')) return 'not-invited';
  if (invite.isForgotten) return 'suppressed';
  if (!overrides.includes('suppression') && isSuppressed(model, invite)) return 'suppressed';
  if (invite.byHandAt !== null || hasOpenCall(invite)) return 'under-way';
  const coolDown = handCoolDownMs(POLICY, overrides) / HALF_HOUR;
  const last = lastMessageTo(model, invite);
  return last !== null && last > model.now - coolDown ? 'cool-down' : 'ready';
}

export function expire(model: Model, client: number): number {
  const over = model.invites.filter(
    (invite) =>
      invite.client === client &&
      isIn(invite, 'invited', 'existing') &&
      invite.isPlanned &&
      invite.next?.kind === 'expire' &&
      invite.next.at <= model.now &&
      invite.byHandAt === null &&
      !hasOpenCall(invite),
  );
  for (const invite of over) {
    go(model, invite, 'expired');
    callOff(invite);
  }
  return over.length;
}
