import fc from 'fast-check';
import { CANCELLABLE_STATES, RETRYABLE_STATES } from '../../../src/invite/states.js';
import type { Action, Reply, ResendReply } from './actions.js';
import { CLIENTS, callOf, type Model, PEOPLE, PROCESSES, workerOf } from './model.js';
import { endingOf } from './model-calls.js';

/** Something that a process may do if it can: which call it answers shows when its turn comes. */
export type Wish =
  | Exclude<Action, { readonly call: string }>
  | { readonly kind: 'answer'; readonly nth: number; readonly reply: Reply }
  | { readonly kind: 'answer-resend'; readonly nth: number; readonly reply: ResendReply }
  | { readonly kind: 'give-up'; readonly nth: number };

/** What the wish comes to as things stand; null: nothing. */
export function actionOf(model: Model, process: number, wish: Wish): Action | null {
  switch (wish.kind) {
    case 'answer': {
      const call = awaited(model, process, 'pre-register', wish.nth);
      if (call === null) return null;
      const { reply } = wish;
      return { kind: 'finish', call, reply, ending: endingOf(model, call, reply) };
    }
    case 'answer-resend': {
      const call = awaited(model, process, 'resend', wish.nth);
      return call === null ? null : { kind: 'finish-resend', call, reply: wish.reply };
    }
    case 'give-up': {
      const first = awaited(model, process, 'pre-register', wish.nth);
      if (first !== null) return { kind: 'release', call: first };
      const call = awaited(model, process, 'resend', wish.nth);
      return call === null ? null : { kind: 'release-resend', call };
    }
    default:
      return wish;
  }
}

function awaited(model: Model, process: number, kind: string, nth: number): string | null {
  const worker = workerOf(model, process);
  const calls = model.awaited.filter((key) => {
    const { call } = callOf(model, key);
    return call?.kind === kind && call.worker === worker;
  });
  return calls[nth % Math.max(1, calls.length)] ?? null;
}

const client = fc.constantFrom(...CLIENTS);
const person = fc.constantFrom(...PEOPLE);
const people = fc.uniqueArray(person, { minLength: 1, maxLength: 3 });
const nth = fc.nat(3);
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
  { weight: 12, arbitrary: fc.record({ kind: kindOf('claim'), client, person }) },
  {
    weight: 10,
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
  { weight: 2, arbitrary: fc.record({ kind: kindOf('lose-calls') }) },
  { weight: 4, arbitrary: fc.record({ kind: kindOf('plan', 'expire'), client }) },
  { weight: 6, arbitrary: fc.record({ kind: kindOf('claim-resend'), client, person }) },
  {
    weight: 5,
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
    weight: 8,
    arbitrary: fc.record({ kind: kindOf('advance'), hours: fc.constantFrom(1, 1, 1, 3, 24, 72) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kindOf('kill', 'fall-silent', 'wake') }) },
  { weight: 1, arbitrary: fc.record({ kind: kindOf('pause', 'resume', 'resume'), client }) },
];

/** What one process does. */
export interface Turn {
  readonly process: number;
  readonly wish: Wish;
}

const process = fc.constantFrom(...PROCESSES);

export const oneTurn: fc.Arbitrary<Turn[]> = fc
  .record({ process, wish: fc.oneof(...together, ...alone) })
  .map((turn) => [turn]);

/** Two or three processes at the same time. */
export const turnsAtOnce: fc.Arbitrary<Turn[]> = fc
  .array(fc.oneof(...together), { minLength: 2, maxLength: 3 })
  .map((wishes) => wishes.map((wish, n) => ({ process: n, wish })));
