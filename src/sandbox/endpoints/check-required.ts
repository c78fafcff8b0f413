import { invalidParameters } from '../http/answer.js';
import { type Checked, passed, refused } from './checked.js';

/**
 * 422 for keys that are absent, "field required", or empty, `{"missing":"required"}` (response-codes-preregister,
 * response-codes-token). Assumptions: null counts as empty; all absent keys are named at once.
 *
 * @param required keys that may not be absent
 * @param notEmpty those of them that may not be empty either
 */
export function checkRequired(
  body: Readonly<Record<string, unknown>>,
  required: readonly string[],
  notEmpty: readonly string[],
): Checked<null> {
  const absent = required.filter((key) => !Object.hasOwn(body, key));
  if (absent.length > 0) {
    const details = absent.map((key): [string, 'field required'] => [key, 'field required']);
    return refused(invalidParameters(Object.fromEntries(details)));
  }
  const empty = notEmpty.filter((key) => isEmpty(body[key]));
  if (empty.length > 0) {
    const details = empty.map((key) => [key, { missing: 'required' }] as const);
    return refused(invalidParameters(Object.fromEntries(details)));
  }
  return passed(null);
}

/** Whether a key's value counts as none. */
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
