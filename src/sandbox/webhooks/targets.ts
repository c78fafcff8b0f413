import { z } from 'zod';
import { RollcallError } from '../../observe/rollcall-error.js';
import { complaints } from '../settings.js';

/** Not checked to be URLs: how an invalid one fares is a thing to try. */
const targetsSchema = z.array(z.string().min(1).max(2_048)).max(100);

/**
 * Reads one target or a list of them.
 *
 * @throws RollcallError `SANDBOX_TARGETS_INVALID`
 */
export function readTargets(input: unknown): readonly string[] {
  const { success, data, error } = targetsSchema.safeParse([input].flat());
  if (!success) {
    throw new RollcallError(
      'SANDBOX_TARGETS_INVALID',
      `Expected the URL of a webhook target or a list of them, but: ${complaints(error)}`,
    );
  }
  return data;
}
