import { expect } from '@jest/globals';
import type fc from 'fast-check';
import type { Action } from './actions.js';
import { explainInParts, type Played } from './explain-in-parts.js';
import { checkInvariants } from './invariants.js';
import { isSame } from './is-same.js';
import type { Model } from './model.js';
import { observe, type Picture, pictureOf } from './observe.js';
import { perform } from './perform.js';
import { type Atom, atomsOf } from './threads.js';
import { type Step, stepOf, type Turn } from './wishes.js';
import type { World } from './world.js';

const orNull = (value: unknown) => value ?? null;

/** The model of a run, which is another one after each command. */
export interface Running {
  model: Model;
}

/**
 * What one process does, or several at the same time. Afterwards the ledger has to stand as if they had done it one after the
 * other, in some order, and each was told what that order brings.
 */
export class Turns implements fc.AsyncCommand<Running, World> {
  readonly #turns: readonly Turn[];

  constructor(turns: readonly Turn[]) {
    this.#turns = turns;
  }

  check({ model }: Readonly<Running>): boolean {
    return this.#stepsIn(model).length > 0;
  }

  async run(running: Running, world: World): Promise<void> {
    const { model } = running;
    const before = pictureOf(model);
    const steps = this.#stepsIn(model);
    const told = await Promise.all(
      steps.map(({ process, action }) => {
        const acting = world.processes[process];
        if (acting === undefined) throw new Error(`Expected process ${process}`);
        return perform(world, acting, action, model);
      }),
    );
    for (const { process, action } of steps) {
      const dead = world.processes[process];
      if (action.kind === 'kill' && dead !== undefined) await world.restart(dead);
    }
    const seen = await observe(world);
    running.model = explain(model, steps, told, seen);
    await checkInvariants(world, before, seen);
  }

  /** Two turns that answer one call come to one. */
  #stepsIn(model: Model): Step[] {
    const answered = new Set<string>();
    return this.#turns.flatMap((turn) => {
      const step = stepOf(model, turn);
      if (step === null) return [];
      if (!('call' in step.action)) return [step];
      if (answered.has(step.action.call)) return [];
      answered.add(step.action.call);
      return [step];
    });
  }

  toString(): string {
    return this.#turns
      .map(({ process, wish }) => `${process}: ${JSON.stringify(wish)}`)
      .join(' at once with ');
  }
}

/** These leave people alone whom another process has locked; the next sweep comes to them. */
const LEAVES_LOCKED: ReadonlySet<Action['kind']> = new Set([
  'enqueue',
  'plan',
  'claim-resend',
  'expire',
  'lose-calls',
  'handle-events',
]);

/** The model as it is after the steps, in the order that explains what was told and seen. */
function explain(
  model: Model,
  steps: readonly Step[],
  told: readonly unknown[],
  seen: Picture,
): Model {
  const played = [...ordersOf(steps)].map((order) => play(structuredClone(model), steps, order));
  const whole = played.find(
    (one) => isSame(one.picture, seen) && isSame(one.told, told.map(orNull)),
  );
  const after = whole?.model ?? explainInParts(steps, told, seen, played);
  if (after !== undefined) return after;
  // Shows where they differ from the first order.
  const [first] = played;
  expect({ picture: seen, told }).toEqual({ picture: first?.picture, told: first?.told });
  throw new Error('Expected the difference to be shown');
}

/** Plays the steps; `order` names for each atom the step whose next one it is. */
function play(model: Model, steps: readonly Step[], order: readonly number[]): Played {
  const atoms = steps.map(({ process, action }): Atom[] => atomsOf(action, process));
  const told: unknown[] = steps.map(({ action }) => NOTHING_DONE[action.kind]);
  for (const step of order) told[step] = atoms[step]?.shift()?.(model);
  return { model, told: told.map(orNull), picture: pictureOf(model) };
}

/** What those are told who have met nobody but locked people. */
const NOTHING_DONE: Partial<Record<Action['kind'], unknown>> = {
  enqueue: 0,
  'claim-resend': null,
  expire: 0,
  'handle-events': [],
};

function* ordersOf(steps: readonly Step[]): Generator<number[]> {
  const lengths = steps.map(({ action, process }) => atomsOf(action, process).length);
  yield* interleavings(lengths);
  if (steps.length === 1) return;
  const skippable = steps.flatMap(({ action }, n) => (LEAVES_LOCKED.has(action.kind) ? [n] : []));
  for (let mask = 1; mask < 2 ** skippable.length; mask += 1) {
    const isSkipped = (n: number) => skippable.some((one, bit) => one === n && mask & (1 << bit));
    yield* interleavings(lengths.map((length, n) => (isSkipped(n) ? 0 : length)));
  }
}

function* interleavings(left: readonly number[]): Generator<number[]> {
  if (left.every((count) => count === 0)) yield [];
  for (const [n, count] of left.entries()) {
    if (count === 0) continue;
    const rest = left.map((other, m) => (m === n ? other - 1 : other));
    for (const tail of interleavings(rest)) yield [n, ...tail];
  }
}
