import type { ResendPolicy } from '../../../src/invite/resend-policy.js';
import type { InviteState } from '../../../src/invite/states.js';
import { PLAIN } from '../../invite/policies.js';

/** The model's unit of time, in ms. Its clock stands at whole hours, and all spans end half an hour past one: nothing ties. */
export const HALF_HOUR = 1_800_000;

/** After one day and after three, given up after a week. */
export const POLICY: ResendPolicy = {
  ...PLAIN,
  afterMs: [49 * HALF_HOUR, 145 * HALF_HOUR],
  maximum: 2,
  expireAfterMs: 337 * HALF_HOUR,
  coolDownMs: 5 * HALF_HOUR,
  resendWindowMs: HALF_HOUR,
  existing: 'resend',
};

/** Calls for one invite at most. */
export const MAX_TRIES = 3;

/** Type of the events that tell of an activation. */
export const ACTIVATING = 'account/v1/register';

export const CLIENTS = [0, 1] as const;
export const PROCESSES = [0, 1, 2] as const;
export const PEOPLE = [0, 1, 2, 3] as const;

/** One call, as the ledger records it. Times are in half hours, here and below. */
export interface Call {
  /** Tells the calls of one invite apart. */
  readonly key: string;
  readonly kind: 'pre-register' | 'resend';
  /** The process that makes it, and which of its lives. */
  readonly worker: string;
  isOpen: boolean;
  slot: number | null;
  outcome: string | null;
  /** What its claim took, for giving it back. */
  readonly slotBefore: number;
  readonly byHandAt: number | null;
  /** What its claim told. */
  readonly tries: number;
  readonly mayHaveArrived: boolean;
}

export interface Invite {
  /** Client and person, and the how many-eth time since they were last forgotten. */
  readonly key: string;
  readonly client: number;
  readonly person: number;
  /** Which data the person has. */
  version: number;
  state: InviteState;
  stateAt: number;
  dueAt: number | null;
  tries: number;
  mayHaveArrived: boolean;
  hasUuid: boolean;
  invitedAt: number | null;
  lastMessageAt: number | null;
  reinvitedAt: number | null;
  resendSlot: number;
  resends: number;
  byHandAt: number | null;
  byHandIgnores: string[];
  isPlanned: boolean;
  next: { kind: 'resend' | 'expire'; slot: number | null; at: number } | null;
  isForgotten: boolean;
  /** The call under way, or the last one. */
  lastCall: string | null;
  claims: number;
  calls: Call[];
}

export interface TenantEvent {
  readonly client: number;
  readonly jti: string;
  readonly type: string;
  readonly person: number;
  outcome: string | null;
}

/** Everything that the ledger ought to know, and what the processes and Next Identity know beside it. */
export interface Model {
  now: number;
  invites: Invite[];
  events: TenantEvent[];
  suppressed: number[];
  /** Who was forgotten and is not to be called. */
  forgotten: number[];
  /** Refused rows whose cells still name somebody, with when their batch ended. */
  refusals: { person: number; at: number }[];
  paused: number[];
  /** Workers that give no sign of life. */
  silent: string[];
  /** How often each process has been killed. */
  lives: number[];
  /** Calls whose answer a living process still waits for. */
  awaited: string[];
  /** Who is there at Next Identity, by client and person. */
  there: string[];
}

export function newModel(): Model {
  return {
    now: 0,
    invites: [],
    events: [],
    suppressed: [],
    forgotten: [],
    refusals: [],
    paused: [],
    silent: [],
    lives: PROCESSES.map(() => 0),
    awaited: [],
    there: [],
  };
}

export const workerOf = (model: Model, process: number) =>
  `process-${process}-${model.lives[process] ?? 0}`;

/** Whose worker it is. */
export const processOf = (worker: string) => Number(worker.split('-')[1]);

/** The invite under which a client has the person now; nobody who was forgotten. */
export function inviteOf(model: Model, client: number, person: number): Invite | undefined {
  return model.invites.find(
    (invite) => invite.client === client && invite.person === person && !invite.isForgotten,
  );
}

export function callOf(model: Model, key: string): { invite: Invite; call: Call | undefined } {
  const invite = model.invites.find((one) => key.startsWith(`${one.key}/`));
  if (invite === undefined) throw new Error(`Expected an invite of call ${key}`);
  return { invite, call: invite.calls.find((call) => call.key === key) };
}

/** Moves an invite to a state. */
export function go(model: Model, invite: Invite, state: InviteState): void {
  invite.state = state;
  invite.stateAt = model.now;
}

/** Calls off what comes next for somebody. */
export function callOff(invite: Invite): void {
  invite.isPlanned = false;
  invite.next = null;
}

export const isIn = (invite: Invite, ...states: readonly InviteState[]) =>
  states.includes(invite.state);

export const hasOpenCall = (invite: Invite) =>
  invite.calls.some((call) => call.isOpen && call.key === invite.lastCall);
