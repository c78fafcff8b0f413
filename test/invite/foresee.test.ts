import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foresee } from '../../src/invite/foresee.js';
import { anyPerson, anyPolicy, INVITED, OFFICE } from './policies.js';

test('all that is still to come for a person is foreseen', () => {
  const steps = foresee(OFFICE, INVITED, INVITED.invitedAt);
  expect(steps.map(({ kind, at }) => [kind, at.toISOString()])).toEqual([
    ['resend', '2026-06-05T10:00:00.000Z'],
    ['resend', '2026-06-09T10:00:00.000Z'],
    ['resend', '2026-06-16T10:00:00.000Z'],
    ['expire', '2026-07-02T10:00:00.000Z'],
  ]);
});

test('steps come one after the other, by any policy', () => {
  fc.assert(
    fc.property(anyPolicy, anyPerson, (policy, person) => {
      const times = foresee(policy, person, person.invitedAt).map(({ at }) => at.getTime());
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(times.length).toBeLessThanOrEqual(policy.maximum + 1);
    }),
  );
});
