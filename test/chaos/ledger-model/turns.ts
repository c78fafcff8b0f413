import { expect } from '@jest/globals';
import type fc from 'fast-check';
import type { Action } from './actions.js';
import { checkInvariants } from './invariants.js';
import type { Model } from './model.js';
import { observe, type Picture, pictureOf } from './observe.js';
import { perform } from './perform.js';
import { type Atom, atomsOf } from './threads.js';
import { actionOf, type Turn } from './wishes.js';
import type { World } from './world.js';

/** The model of a run, which is another one after each command. */
export interface Running {
  model: Model;
}

interface Step {
  readonly process: number;
  readonly action: Action;
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
    return this.#turns.flatMap(({ process, wish }) => {
      const action = actionOf(model, process, wish);
      if (action === null) return [];
      if ('call' in action) {
        if (answered.has(action.call)) return [];
        answered.add(action.call);
      }
      return [{ process, action }];
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
  let nearest: { picture: Picture; told: unknown[] } | null = null;
  for (const order of ordersOf(steps)) {
    const after = structuredClone(model);
    const results = play(after, steps, order);
    const picture = pictureOf(after);
    if (isSame({ picture, told: results }, { picture: seen, told })) return after;
    nearest ??= { picture, told: results };
  }
  // Shows where they differ from the first order.
  expect({ picture: seen, told }).toEqual(nearest);
  throw new Error('Expected the difference to be shown');
}

/** By content alone: rows of the database and clones have other prototypes than literals. */
function isSame(one: object, other: object): boolean {
  return JSON.stringify(one, inOrder) === JSON.stringify(other, inOrder);
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Plays the steps; `order` names for each atom the step whose next one it is. */
function play(model: Model, steps: readonly Step[], order: readonly number[]): unknown[] {
  const atoms = steps.map(({ process, action }): Atom[] => atomsOf(action, process));
  const results: unknown[] = steps.map(({ action }) => NOTHING_DONE[action.kind]);
  for (const step of order) results[step] = atoms[step]?.shift()?.(model);
  return results;
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
