import fc from 'fast-check';
import { CANCELLABLE_STATES, RETRYABLE_STATES } from '../../../src/invite/states.js';
import type { Action, Reply, ResendReply } from './actions.js';
import {
  CLIENTS,
  callOf,
  type Invite,
  isIn,
  type Model,
  PEOPLE,
  PROCESSES,
  processOf,
} from './model.js';
import { endingOf } from './model-calls.js';

/** Something that a process may do if it can: whom and which call it is about shows when its turn comes. */
export type Wish =
  | Exclude<Action, { readonly call: string }>
  | {
      readonly kind: 'claim-next' | 'claim-next-resend' | 'give-up' | 'hang';
      readonly nth: number;
    }
  | { readonly kind: 'answer'; readonly nth: number; readonly reply: Reply }
  | { readonly kind: 'answer-resend'; readonly nth: number; readonly reply: ResendReply };

/** What one process does. */
export interface Turn {
  readonly process: number;
  readonly wish: Wish;
}

export interface Step {
  readonly process: number;
  readonly action: Action;
}

/** What the turn comes to as things stand; null: nothing. An answer is read by the process that waits for it. */
export function stepOf(model: Model, { process, wish }: Turn): Step | null {
  switch (wish.kind) {
    case 'claim-next': {
      const { nth } = wish;
      const next = pick(model.invites.filter(isCallable), nth);
      if (next === null) return null;
      return { process, action: { kind: 'claim', client: next.client, person: next.person } };
    }
    case 'claim-next-resend': {
      const written = model.invites.filter((one) => isIn(one, 'invited', 'existing'));
      const next = pick(written, wish.nth);
      if (next === null) return null;
      const { client, person } = next;
      return { process, action: { kind: 'claim-resend', client, person } };
    }
    case 'answer':
      return answering(model, 'pre-register', wish.nth, (call) => {
        const { reply } = wish;
        return { kind: 'finish', call, reply, ending: endingOf(model, call, reply) };
      });
    case 'answer-resend': {
      const { reply } = wish;
      return answering(model, 'resend', wish.nth, (call) => ({
        kind: 'finish-resend',
        call,
        reply,
      }));
    }
    case 'give-up':
      return (
        answering(model, 'pre-register', wish.nth, (call) => ({ kind: 'release', call })) ??
        answering(model, 'resend', wish.nth, (call) => ({ kind: 'release-resend', call }))
      );
    case 'hang': {
      // The process of a call that is under way shows no sign of life, and may yet read the answer.
      const call = pick(model.awaited, wish.nth);
      const worker = call === null ? undefined : callOf(model, call).call?.worker;
      if (worker === undefined) return null;
      return { process: processOf(worker), action: { kind: 'fall-silent' } };
    }
    default:
      return { process, action: wish };
  }
}

const isCallable = (invite: Invite) => isIn(invite, 'queued', 'unknown') && !invite.isForgotten;

function pick<T>(from: readonly T[], nth: number): T | null {
  return from[nth % Math.max(1, from.length)] ?? null;
}

function answering(
  model: Model,
  kind: 'pre-register' | 'resend',
  nth: number,
  answer: (call: string) => Action,
): Step | null {
  const waiting = model.awaited.flatMap((key) => {
    const { call } = callOf(model, key);
    return call?.kind === kind ? [call] : [];
  });
  const call = pick(waiting, nth);
  return call === null ? null : { process: processOf(call.worker), action: answer(call.key) };
}

const client = fc.constantFrom(...CLIENTS);
const person = fc.constantFrom(...PEOPLE);
const people = fc.uniqueArray(person, { minLength: 1, maxLength: 3 });
const nth = fc.nat(7);
const row = fc.oneof(
  { weight: 9, arbitrary: fc.record({ person, version: fc.constantFrom(0, 0, 1) }) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const kindOf = <Kind extends string>(...kinds: Kind[]) => fc.constantFrom(...kinds);

/** What changes people; several of these may happen at the same time. */
const together: fc.WeightedArbitrary<Wish>[] = [
  {
    weight: 5,
    arbitrary: fc.record({
      kind: kindOf('import'),
      client,
      rows: fc.array(row, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: kindOf('enqueue'), client }) },
  { weight: 16, arbitrary: fc.record({ kind: kindOf('claim-next'), nth }) },
  { weight: 2, arbitrary: fc.record({ kind: kindOf('claim'), client, person }) },
  {
    weight: 20,
    arbitrary: fc.record({
      kind: kindOf('answer'),
      nth,
      reply: kindOf(
        'answered',
        'answered',
        'answered',
        'answer-lost',
        'call-lost',
        'refused',
        'unavailable',
        'held',
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kindOf('give-up'), nth }) },
  { weight: 5, arbitrary: fc.record({ kind: kindOf('lose-calls') }) },
  { weight: 4, arbitrary: fc.record({ kind: kindOf('plan', 'expire'), client }) },
  { weight: 10, arbitrary: fc.record({ kind: kindOf('claim-next-resend'), nth }) },
  { weight: 1, arbitrary: fc.record({ kind: kindOf('claim-resend'), client, person }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: kindOf('answer-resend'),
      nth,
      reply: kindOf('sent', 'sent', 'answer-lost', 'not-sent', 'unavailable'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kindOf('ask-resend'),
      client,
      overrides: fc.subarray(['cool-down', 'suppression'] as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kindOf('cancel'),
      client,
      states: fc.subarray(CANCELLABLE_STATES, { minLength: 1 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kindOf('retry'),
      client,
      states: fc.subarray(RETRYABLE_STATES, { minLength: 1 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kindOf('resolve'),
      client,
      people,
      choice: kindOf('invited', 'not-sent'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: kindOf('suppress', 'unsuppress', 'unsuppress'), people }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kindOf('forget'), people }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: kindOf('purge'), olderThanHours: fc.constantFrom(0, 24) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kindOf('event'),
      client,
      person,
      jti: kindOf('event-0', 'event-1', 'event-2'),
      isActivating: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kindOf('handle-events'), client }) },
  { weight: 1, arbitrary: fc.record({ kind: kindOf('list-activated'), client, people }) },
];

const alone: fc.WeightedArbitrary<Wish>[] = [
  {
    weight: 20,
    arbitrary: fc.record({
      kind: kindOf('advance'),
      hours: fc.constantFrom(1, 1, 3, 24, 24, 72, 168),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kindOf('kill', 'wake', 'wake') }) },
  { weight: 4, arbitrary: fc.record({ kind: kindOf('hang'), nth }) },
  { weight: 1, arbitrary: fc.record({ kind: kindOf('pause', 'resume', 'resume'), client }) },
];

const process = fc.constantFrom(...PROCESSES);

export const oneTurn: fc.Arbitrary<Turn[]> = fc
  .record({ process, wish: fc.oneof(...together, ...alone) })
  .map((turn) => [turn]);

/** Two or three processes at the same time. */
export const turnsAtOnce: fc.Arbitrary<Turn[]> = fc
  .array(fc.oneof(...together), { minLength: 2, maxLength: 3 })
  .map((wishes) => wishes.map((wish, n) => ({ process: n, wish })));
