import type { CallEnd } from '../../src/ledger/calls.js';

/** The end of a call as a 201 gives it, changed by `change`. */
export function endOf(attemptId: number, change: Partial<CallEnd> = {}): CallEnd {
  return {
    attemptId,
    httpStatus: 201,
    outcome: 'invited',
    state: 'invited',
    uuid: '6f1c2f0e-6a45-4d6e-9f3f-0c1d7a1b2c3d',
    code: null,
    message: null,
    dueInMs: null,
    isTry: true,
    ...change,
  };
}

/** The end of a call whose answer never came; it is made again after `dueInMs`. */
export function lostEnd(attemptId: number, dueInMs: number | null = 0): CallEnd {
  const lost = {
    httpStatus: null,
    uuid: null,
    code: 'answer_lost',
    message: 'The answer was lost.',
  };
  return endOf(attemptId, { ...lost, outcome: 'unknown', state: 'unknown', dueInMs });
}
