import { z } from 'zod';
import type { FieldComplaint } from '../invite/answer.js';
import { fieldName, maskText } from './mask.js';

/** The body of an answer that says no, as far as it could be read. */
export interface Refusal {
  /** The API's `error` code, such as `invalid_form_fields`; null where it gave none. */
  readonly apiError: string | null;
  readonly fields: readonly FieldComplaint[];
  /** The API's `error_description`, masked as the complaints are; null where it gave none. */
  readonly description: string | null;
}

/** What is known of an answer whose body could not be read. */
export const UNREADABLE: Refusal = { apiError: null, fields: [], description: null };

const MOST_COMPLAINTS = 20;
const DEEPEST = 4;

const body = z.looseObject({
  error: z
    .string()
    .regex(/^[a-z][a-z0-9_.-]{0,63}$/i)
    .nullish()
    .catch(null),
  error_description: z.string().nullish().catch(null),
  error_details: z.unknown().optional(),
});

/**
 * Reads the documented error bodies (response-codes-preregister, -register, -token, -profile-put, response-code-
 * users-find, -update). `error_details` comes as `{"field": "field required"}`, `{"field": {"missing": "required"}}`,
 * `{"field": ["message", …]}`, `{"message": "Unauthorized"}`, a text, or null; each becomes one complaint a text.
 * An `http_exception` without details has its text in `error_description` alone; it becomes the `message` that it is
 * elsewhere, as that is where "Invalid authorization header" is looked for.
 *
 * @param sent the personal values and secrets of the request: no complaint repeats them
 */
export function readRefusal(parsed: unknown, sent: readonly string[]): Refusal {
  const read = body.safeParse(parsed);
  if (!read.success) return UNREADABLE;
  const { error = null, error_description, error_details } = read.data;
  const description = error_description ? maskText(error_description, sent) : null;
  const complaints = [...complaintsIn(error_details, [], sent)];
  if (error === 'http_exception' && complaints.length === 0 && description !== null) {
    complaints.push({ field: 'message', complaint: description });
  }
  return { apiError: error, fields: complaints.slice(0, MOST_COMPLAINTS), description };
}

function* complaintsIn(
  details: unknown,
  path: readonly string[],
  sent: readonly string[],
): Generator<FieldComplaint> {
  if (details === null || details === undefined || path.length > DEEPEST) return;
  if (typeof details !== 'object') {
    yield { field: path.join('.') || 'error_details', complaint: maskText(String(details), sent) };
  } else if (Array.isArray(details)) {
    for (const item of details.slice(0, MOST_COMPLAINTS)) yield* complaintsIn(item, path, sent);
  } else {
    for (const [key, value] of Object.entries(details).slice(0, MOST_COMPLAINTS)) {
      if (isVerdict(key) && path.length > 0 && typeof value === 'string') {
        yield { field: path.join('.'), complaint: `${key}: ${maskText(value, sent)}` };
      } else {
        yield* complaintsIn(value, [...path, fieldName(key, sent) ?? '[masked]'], sent);
      }
    }
  }
}

/** The two keys that say what is wrong with the field above them, rather than name another field. */
function isVerdict(key: string): boolean {
  return key === 'missing' || key === 'invalid';
}
