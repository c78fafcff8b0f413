import { describe, expect, test } from '@jest/globals';
import {
  CANCELLABLE_STATES,
  INVITE_STATES,
  type InviteState,
  mayGo,
  RETRYABLE_STATES,
  TRANSITIONS,
} from '../../src/invite/states.js';

describe('the table of transitions', () => {
  test('lets every state be reached from pending', () => {
    const reached = new Set<InviteState>(['pending']);
    // A set is also asked for what is added to it while it is gone through.
    for (const from of reached) {
      for (const to of TRANSITIONS[from]) reached.add(to);
    }
    expect([...reached].sort()).toEqual([...INVITE_STATES].sort());
  });

  test('never leads an invite back to where it is in one step', () => {
    expect(INVITE_STATES.filter((state) => mayGo(state, state))).toEqual([]);
  });

  test('ends at activated: that person is there', () => {
    expect(INVITE_STATES.filter((to) => mayGo('activated', to))).toEqual([]);
  });

  test.each(['invited', 'existing', 'expired', 'activated'] as const)(
    'never leads from %s to a first invitation',
    (state) => {
      expect(mayGo(state, 'pending')).toBe(false);
      expect(mayGo(state, 'sending')).toBe(false);
    },
  );

  test('leads to a call only by way of a claim', () => {
    expect(INVITE_STATES.filter((from) => mayGo(from, 'sending'))).toEqual(['queued', 'unknown']);
  });

  test('leaves a call that is under way to its worker', () => {
    expect(mayGo('sending', 'cancelled')).toBe(false);
    expect(mayGo('sending', 'pending')).toBe(false);
  });

  test('lets an operator start over what failed, is in doubt or was cancelled', () => {
    expect(RETRYABLE_STATES).toEqual(['unknown', 'failed', 'cancelled']);
  });

  test('lets an operator cancel everything but a call under way and what is over', () => {
    expect(CANCELLABLE_STATES).toEqual([
      'pending',
      'queued',
      'invited',
      'existing',
      'unknown',
      'failed',
      'expired',
    ]);
  });
});
