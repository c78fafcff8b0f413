import { z } from 'zod';
import type { FieldComplaint } from '../invite/answer.js';
import { fieldName, type Known, maskText } from './mask.js';

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

/** As all codes of the vendor's pages and of OAuth 2 are: several words in lower case. A single one might be a name. */
const CODE = /^(?=.{1,64}$)[a-z]+(?:_[a-z]+)+$/;

const body = z.looseObject({
  error: z.string().regex(CODE).nullish().catch(null),
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
 * @param known of people, by the request: no complaint repeats it
 */
export function readRefusal(parsed: unknown, known: Known): Refusal {
  const read = body.safeParse(parsed);
  if (!read.success) return UNREADABLE;
  const { error = null, error_description, error_details } = read.data;
  const description = error_description ? maskText(error_description, known) : null;
  const complaints = take(
    MOST_COMPLAINTS,
    complaintsIn(error_details, { path: [], depth: 0 }, known),
  );
  if (error === 'http_exception' && complaints.length === 0 && description !== null) {
    complaints.push({ field: 'message', complaint: description });
  }
  const apiError = error !== null && known.sent.includes(error) ? null : error;
  return { apiError, fields: complaints, description };
}

/** Lazily, and to a fixed depth: the details are another's, and may be as many and as deep as 256 KB allow. */
function* complaintsIn(
  details: unknown,
  { path, depth }: { path: readonly string[]; depth: number },
  known: Known,
): Generator<FieldComplaint> {
  if (details === null || details === undefined || depth > DEEPEST) return;
  if (typeof details !== 'object') {
    yield { field: path.join('.') || 'error_details', complaint: maskText(String(details), known) };
  } else if (Array.isArray(details)) {
    for (const item of details) yield* complaintsIn(item, { path, depth: depth + 1 }, known);
  } else {
    for (const [key, value] of Object.entries(details)) {
      if (isVerdict(key) && path.length > 0 && typeof value === 'string') {
        yield { field: path.join('.'), complaint: `${key}: ${maskText(value, known)}` };
      } else {
        const below = { path: [...path, fieldName(key, known) ?? '[masked]'], depth: depth + 1 };
        yield* complaintsIn(value, below, known);
      }
    }
  }
}

function take<T>(most: number, items: Iterable<T>): T[] {
  const taken: T[] = [];
  for (const item of items) {
    if (taken.length === most) break;
    taken.push(item);
  }
  return taken;
}

/** The two keys that say what is wrong with the field above them, rather than name another field. */
function isVerdict(key: string): boolean {
  return key === 'missing' || key === 'invalid';
}
