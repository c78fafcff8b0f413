import { z } from 'zod';
import { RollcallError } from '../../observe/rollcall-error.js';
import { ManualClock } from '../clock.js';
import { complaints } from '../settings.js';
import type { World } from '../world.js';

const requestSchema = z.strictObject({ advanceMs: z.number().min(0) });

/** What time the sandbox has. */
export interface ClockRecord {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether it stands still until it is advanced. */
  readonly manual: boolean;
}

export function readClock({ clock }: World): ClockRecord {
  return { now: clock.now(), manual: clock instanceof ManualClock };
}

/**
 * Moves a manual clock on, and lets happen what falls due.
 *
 * @throws RollcallError `SANDBOX_CLOCK_INVALID`, `SANDBOX_CLOCK_RUNS`
 */
export function advanceClock(world: World, input: unknown): ClockRecord {
  const { success, data, error } = requestSchema.safeParse(input);
  if (!success) {
    throw new RollcallError(
      'SANDBOX_CLOCK_INVALID',
      `Expected {"advanceMs": 60000}, but: ${complaints(error)}`,
    );
  }
  if (!(world.clock instanceof ManualClock)) {
    throw new RollcallError(
      'SANDBOX_CLOCK_RUNS',
      "The clock is the computer's own and cannot be advanced; start the sandbox with a manual one.",
    );
  }
  world.clock.advance(data.advanceMs);
  return readClock(world);
}
