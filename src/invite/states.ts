/** Where an invite stands. What each word means to a person is in `docs/architecture.md`. */
export const INVITE_STATES = [
  'pending',
  'queued',
  'sending',
  'invited',
  'existing',
  'unknown',
  'failed',
  'cancelled',
  'activated',
  'expired',
] as const;

export type InviteState = (typeof INVITE_STATES)[number];

/**
 * Every step an invite may take. The ledger holds the same table and refuses any other step; a test compares the two.
 *
 * `queued → invited` and `queued → existing` are for an answer that comes in after its call was given up as lost and
 * the invite had been queued again: the answer is the truth, and the second call need not be made.
 */
export const TRANSITIONS: Readonly<Record<InviteState, readonly InviteState[]>> = {
  pending: ['queued', 'cancelled'],
  queued: ['sending', 'invited', 'existing', 'cancelled'],
  sending: ['queued', 'invited', 'existing', 'unknown', 'failed'],
  unknown: ['sending', 'invited', 'existing', 'pending', 'cancelled'],
  invited: ['activated', 'expired', 'cancelled'],
  existing: ['activated', 'expired', 'cancelled'],
  failed: ['pending', 'cancelled'],
  cancelled: ['pending', 'invited', 'activated'],
  // Their link may still work, and an operator may have the message sent once more.
  expired: ['activated', 'invited', 'cancelled'],
  activated: [],
};

export function mayGo(from: InviteState, to: InviteState): boolean {
  return TRANSITIONS[from].includes(to);
}

/** States from which an operator may start an invite over. Those whose person has been invited are not among them. */
export const RETRYABLE_STATES = INVITE_STATES.filter((state) => mayGo(state, 'pending'));

/** States from which an operator may cancel. A call that is under way is let finish; who has activated is beyond it. */
export const CANCELLABLE_STATES = INVITE_STATES.filter((state) => mayGo(state, 'cancelled'));

/** States from which the news that the person has activated leads on. Who was not invited yet has to be called all the same. */
export const ACTIVATABLE_STATES = INVITE_STATES.filter((state) => mayGo(state, 'activated'));
