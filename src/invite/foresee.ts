import { type InvitedPerson, type NextStep, nextStep, type ResendPolicy } from './resend-policy.js';

export type Foreseen = Exclude<NextStep, { kind: 'none' }>;

/** All that is still to come for a person who does not activate, if each step is taken as soon as it is due. */
export function foresee(policy: ResendPolicy, person: InvitedPerson, now: Date): Foreseen[] {
  const step = nextStep(policy, person, now);
  if (step.kind === 'none') return [];
  if (step.kind === 'expire') return [step];
  const at = step.at > now ? step.at : now;
  const resends = person.resends + 1;
  const then = { ...person, resendSlot: step.slot, resends, lastMessageAt: at };
  return [step, ...foresee(policy, then, at)];
}
