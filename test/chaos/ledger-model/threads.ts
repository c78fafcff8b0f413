import type { Action } from './actions.js';
import { type Model, workerOf } from './model.js';
import { claim, enqueue, finish, kill, loseCalls, release } from './model-calls.js';
import { eraseForgotten, forget, purge } from './model-erasure.js';
import { lookForRefused, newImport, SET, takeSet } from './model-imports.js';
import {
  cancel,
  handleEvents,
  listActivated,
  recordEvent,
  resolve,
  retry,
  suppress,
  unsuppress,
} from './model-operator.js';
import {
  askResend,
  claimResend,
  expire,
  finishResend,
  giveBack,
  type Prepared,
  plan,
  prepareResend,
} from './model-resends.js';

/** One thing that happens at once; what the last of an action returns is what the action tells. */
export type Atom = (model: Model) => unknown;

/** The things that an action does one after the other, between which others may come. */
export function atomsOf(action: Action, process: number): Atom[] {
  switch (action.kind) {
    case 'import': {
      const state = newImport();
      const people = action.rows.flatMap((row) => row?.person ?? []);
      const sets = Array.from({ length: Math.ceil(action.rows.length / SET) }, (_, n): Atom[] => [
        (model) => takeSet(model, action, n * SET, state),
        (model) => eraseForgotten(model, people.slice(0, (n + 1) * SET)),
      ]);
      const told: Atom = () => state.counts;
      return [(model) => lookForRefused(model, state), ...sets.flat(), told];
    }
    case 'claim-resend': {
      let prepared: Prepared | null = null;
      return [
        (model) => {
          prepared = prepareResend(model, action);
        },
        (model) =>
          prepared === null ? null : claimResend(model, action, prepared, workerOf(model, process)),
      ];
    }
    default:
      return [(model) => stepOf(model, action, process)];
  }
}

function stepOf(
  model: Model,
  action: Exclude<Action, { kind: 'import' | 'claim-resend' }>,
  process: number,
): unknown {
  const worker = workerOf(model, process);
  switch (action.kind) {
    case 'enqueue':
      return enqueue(model, action.client);
    case 'claim':
      return claim(model, action, worker);
    case 'finish':
      return finish(model, action);
    case 'release':
      return release(model, action.call);
    case 'kill':
      return kill(model, process, worker);
    case 'fall-silent':
      if (!model.silent.includes(worker)) model.silent.push(worker);
      return;
    case 'wake':
      model.silent = model.silent.filter((one) => one !== worker);
      return;
    case 'lose-calls':
      return loseCalls(model);
    case 'advance':
      model.now += 2 * action.hours;
      return;
    case 'plan':
      return plan(model, action.client);
    case 'finish-resend':
      return finishResend(model, action.call, action.reply);
    case 'release-resend':
      return giveBack(model, action.call, false);
    case 'ask-resend':
      return askResend(model, action);
    case 'expire':
      return expire(model, action.client);
    case 'cancel':
      return cancel(model, action);
    case 'retry':
      return retry(model, action);
    case 'resolve':
      return resolve(model, action);
    case 'suppress':
      return suppress(model, action.people);
    case 'unsuppress':
      return unsuppress(model, action.people);
    case 'forget':
      return forget(model, action.people);
    case 'purge':
      return purge(model, model.now - 2 * action.olderThanHours - 1);
    case 'event':
      return recordEvent(model, action);
    case 'handle-events':
      return handleEvents(model, action.client);
    case 'list-activated':
      return listActivated(model, action);
    case 'pause':
      if (!model.paused.includes(action.client)) model.paused.push(action.client);
      return;
    case 'resume':
      model.paused = model.paused.filter((client) => client !== action.client);
      return;
  }
}
