import { z } from 'zod';
import { RollcallError } from '../../observe/rollcall-error.js';
import { ENDPOINT_NAMES } from '../endpoint-names.js';
import { complaints } from '../settings.js';

/** Everything that can go wrong on demand. Only those before the `reset-after` line leave the work undone. */
export const FAULT_KINDS = [
  '429',
  '500',
  '503',
  /** The connection is reset, and nothing was done. */
  'reset-before',
  /** The work is done, then the connection is reset instead of answering. */
  'reset-after',
  /** The work is done, and the answer comes `slowMs` later. */
  'slow',
  /** The work is done, and the body of the answer breaks off. */
  'malformed-body',
  /** The work is done, and an answer that should carry a uuid does not. */
  'missing-uuid',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

const faultSchema = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  /** Without it, all. A name that does not exist is refused: such a fault would silently never come. */
  endpoint: z.enum(ENDPOINT_NAMES).optional(),
  /** The part of the calls that it meets, drawn for each: 0.05 is one in twenty. Without it, every one. */
  share: z.number().min(0).max(1).optional(),
  /** How many calls it meets in all. Without it, any number. */
  count: z.number().int().min(1).optional(),
  /** How many calls go by before it begins. */
  afterCalls: z.number().int().min(0).optional(),
  /** Milliseconds from now until it begins. */
  startInMs: z.number().min(0).optional(),
  /** Milliseconds that it lasts from its beginning. */
  durationMs: z.number().positive().optional(),
  /** For `slow`: how much later the answer comes, in ms. */
  slowMs: z.number().min(0).optional(),
  /** For `429`: what `Retry-After` says, in ms; it is sent in the form of the setting `retryAfter`. */
  retryAfterMs: z.number().min(0).optional(),
});

/** A fault as it is asked for: `{ kind: '500', share: 0.05 }`. */
export type Fault = z.infer<typeof faultSchema>;

/**
 * Reads one fault or a list of them.
 *
 * @throws RollcallError `SANDBOX_FAULT_INVALID`
 */
export function readFaults(input: unknown): Fault[] {
  const { success, data, error } = z.array(faultSchema).safeParse([input].flat());
  if (!success) {
    throw new RollcallError(
      'SANDBOX_FAULT_INVALID',
      `Expected a fault like {"kind": "500", "share": 0.05} or a list of them, but: ${complaints(error)}`,
    );
  }
  return data;
}
