import fc from 'fast-check';
import { DAY_MS, START } from './calendar.js';

/** How Rollcall can learn of a person's activation: by the client through which the person is invited. */
export const WAYS = ['by-webhook', 'by-look-up'] as const;
export type Way = (typeof WAYS)[number];

/** Somebody of the month, and what they are going to do. */
export interface Employee {
  readonly email: string;
  readonly way: Way;
  /** Ms after the start at which the person follows the link of the last message; null for never. */
  readonly activatesAfterMs: number | null;
}

/** Two in five never activate; most of the others do in the first days, and some long after. */
const activation = fc.oneof(
  { weight: 8, arbitrary: fc.constant(null) },
  { weight: 7, arbitrary: fc.integer({ min: 1, max: 3 * DAY_MS }) },
  { weight: 5, arbitrary: fc.integer({ min: 3 * DAY_MS, max: 27 * DAY_MS }) },
);

/** As many people, half of them by each way; the same for the same seed. */
export function employees(count: number, seed: number): Employee[] {
  const activations = fc.sample(activation, { seed, numRuns: count });
  return activations.map((activatesAfterMs, index) => ({
    email: `person${index}@example.com`,
    way: index % 2 === 0 ? 'by-webhook' : 'by-look-up',
    activatesAfterMs,
  }));
}

/** Whether the person follows the link in that span. */
export function isActivationBetween(
  { activatesAfterMs }: Employee,
  after: number,
  until: number,
): boolean {
  if (activatesAfterMs === null) return false;
  const at = START + activatesAfterMs;
  return at > after && at <= until;
}
