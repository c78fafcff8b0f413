import type { Override } from '../../../src/invite/hand-resend.js';
import type { InviteState } from '../../../src/invite/states.js';

/** A row of a roster: somebody with one of several sets of data, or a row that is refused. */
export type Row = { readonly person: number; readonly version: number } | null;

/** What Next Identity did with a call, and whether it said so. */
export type Reply = 'answered' | 'answer-lost' | 'call-lost' | 'refused' | 'unavailable' | 'held';

/** What Next Identity did with a resend. */
export type ResendReply = 'sent' | 'answer-lost' | 'not-sent' | 'unavailable';

/** What a call came to, as the product would record it. */
export interface Ending {
  readonly outcome: string;
  readonly state: InviteState;
  /** Half hours until the next call; null: none by itself. */
  readonly due: number | null;
  readonly hasUuid: boolean;
  readonly isTry: boolean;
}

/** What a process does to the ledger. `call` names one whose answer the process waits for. */
export type Action =
  | { readonly kind: 'import'; readonly client: number; readonly rows: readonly Row[] }
  | { readonly kind: 'enqueue'; readonly client: number }
  | { readonly kind: 'claim'; readonly client: number; readonly person: number }
  | {
      readonly kind: 'finish';
      readonly call: string;
      readonly reply: Reply;
      readonly ending: Ending;
    }
  | { readonly kind: 'release'; readonly call: string }
  | { readonly kind: 'kill' | 'fall-silent' | 'wake' }
  | { readonly kind: 'lose-calls' }
  | { readonly kind: 'advance'; readonly hours: number }
  | { readonly kind: 'plan'; readonly client: number }
  | { readonly kind: 'claim-resend'; readonly client: number; readonly person: number }
  | { readonly kind: 'finish-resend'; readonly call: string; readonly reply: ResendReply }
  | { readonly kind: 'release-resend'; readonly call: string }
  | {
      readonly kind: 'ask-resend';
      readonly client: number;
      readonly overrides: readonly Override[];
    }
  | { readonly kind: 'expire'; readonly client: number }
  | {
      readonly kind: 'cancel' | 'retry';
      readonly client: number;
      readonly states: readonly InviteState[];
    }
  | {
      readonly kind: 'resolve';
      readonly client: number;
      readonly people: readonly number[];
      readonly choice: 'invited' | 'not-sent';
    }
  | { readonly kind: 'suppress' | 'unsuppress' | 'forget'; readonly people: readonly number[] }
  | { readonly kind: 'purge'; readonly olderThanHours: number }
  | {
      readonly kind: 'event';
      readonly client: number;
      readonly person: number;
      readonly jti: string;
      readonly isActivating: boolean;
    }
  | { readonly kind: 'handle-events'; readonly client: number }
  | { readonly kind: 'list-activated'; readonly client: number; readonly people: readonly number[] }
  | { readonly kind: 'pause' | 'resume'; readonly client: number };

export type ActionOf<Kind extends Action['kind']> = Extract<Action, { readonly kind: Kind }>;
