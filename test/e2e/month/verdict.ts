import type { Sandbox } from '../../../src/sandbox/index.js';
import { AFTER_MS, EXPIRES_AFTER_MS, isOpen, openBetween, SPREAD_MS, START } from './calendar.js';
import type { Employee } from './employees.js';

/** What the ledger says of a person at the end. */
export interface Ending {
  readonly state: string;
  readonly uuid: string | null;
}

/**
 * Everything that went wrong for one person, as the sandbox's mailbox has it: it is compared with what the policy says in
 * words, not with what Rollcall reckoned.
 *
 * @param stepMs how far the clock was driven at a time: nothing can come earlier than the next step
 */
export function wrongsOf(
  employee: Employee,
  ending: Ending | undefined,
  sandbox: Sandbox,
  stepMs: number,
): string[] {
  const { email, activatesAfterMs } = employee;
  const [first, ...again] = sandbox
    .mailbox({ to: email, limit: 100 })
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  if (first === undefined) return [`${email} was never invited`];
  const activatedAt = sandbox.user(email)?.activatedAt ?? null;
  const wrongs: string[] = [];

  if (again.length > AFTER_MS.length) wrongs.push(`${email} got ${again.length} messages again`);
  for (const [index, at] of again.entries()) {
    const slotAt = first + (AFTER_MS[index] ?? 0);
    if (!isOpen(at)) wrongs.push(`${email} was written to outside the hours`);
    if (at < slotAt) wrongs.push(`${email} got message ${index + 1} before its slot`);
    if (openBetween(slotAt, at) > SPREAD_MS + stepMs)
      wrongs.push(`${email} got message ${index + 1} long after its slot`);
    if (activatedAt !== null && at > activatedAt)
      wrongs.push(`${email} was written to after the activation`);
  }
  const expiresAt = first + EXPIRES_AFTER_MS;
  const until = Math.min(activatedAt ?? expiresAt, expiresAt);
  const atLeast = AFTER_MS.filter(
    (afterMs) => openBetween(first + afterMs, until) > SPREAD_MS + stepMs,
  ).length;
  if (again.length < atLeast)
    wrongs.push(`${email} got ${again.length} messages again, and not ${atLeast}`);

  const isOurs = activatesAfterMs !== null && START + activatesAfterMs < expiresAt;
  const expected = isOurs ? 'activated' : 'expired';
  if (ending?.state !== expected) wrongs.push(`${email} ended ${ending?.state}, not ${expected}`);
  if (ending?.uuid !== sandbox.user(email)?.uuid) wrongs.push(`${email} has another uuid`);
  return wrongs;
}
