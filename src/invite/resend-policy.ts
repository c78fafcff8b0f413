/** When people who have not activated are written to again, and when they are given up. All spans are in ms. */
export interface ResendPolicy {
  /** Ascending; slot n, from 1, comes `afterMs[n - 1]` after the invitation. */
  readonly afterMs: readonly number[];
  /** Messages that may be sent again at most. */
  readonly maximum: number;
  /** After the invitation; null where nobody is given up. */
  readonly expireAfterMs: number | null;
  /** Minutes of the local day from and to which nobody is written to; it may pass midnight. */
  readonly quietHours: { readonly from: number; readonly to: number } | null;
  /** ISO weekdays on which messages go out, 1 for Monday to 7 for Sunday; at least one. */
  readonly days: readonly number[];
  /** IANA name; a time zone of the invite's own outweighs it. */
  readonly timeZone: string;
  /** Each person is put off by a share of this that is made from the invite's id. */
  readonly spreadMs: number;
  /** Least time between two messages to one person, over all batches and clients. */
  readonly coolDownMs: number;
  /** The vendor blocks resends within it (reference: resend-verification). */
  readonly resendWindowMs: number;
  /** What becomes of people who had an account already. */
  readonly existing: 'leave' | 'resend';
  /** Whether people are written to again where nothing can tell that they have activated. */
  readonly byTimeAlone: boolean;
  /** Whether first invitations respect the quiet hours and days as well. */
  readonly holdFirst: boolean;
}

/** What the policy needs to know of somebody who has been invited. */
export interface InvitedPerson {
  /** The invite's id. */
  readonly id: number;
  readonly state: 'invited' | 'existing';
  /** For `existing`: when the person was linked. */
  readonly invitedAt: Date;
  /** The last slot that was used or passed over; 0 for none. */
  readonly resendSlot: number;
  /** Messages sent again so far. */
  readonly resends: number;
  /** The last message that went to the person, or may have, through any client. */
  readonly lastMessageAt: Date | null;
  /** IANA name of the person's own time zone. */
  readonly timeZone: string | null;
}

/** What comes next for a person. It is due when `at` is not after now. */
export type NextStep =
  | { readonly kind: 'resend'; readonly slot: number; readonly at: Date }
  | { readonly kind: 'expire'; readonly at: Date }
  | { readonly kind: 'none' };

/** How the activations of a client's people are learnt. */
export interface ActivationWays {
  /** Events that Next Identity sends. */
  readonly webhook: boolean;
  /** Asking Next Identity, which needs a direct access client. */
  readonly lookUp: boolean;
  /** Lists that the operator feeds in. */
  readonly list: boolean;
}
