import { httpException, invalidJson } from '../http/answer.js';
import type { ApiCall } from '../http/endpoint.js';
import { type Checked, passed, refused } from './checked.js';

const JSON_TYPE = /^application\/json\s*(;|$)/i;

/**
 * The body as an object of keys: 400 `http_exception` for an empty one, 400 `invalid_parameters` for one that is no
 * JSON, both "Invalid json format" (response-codes-preregister).
 *
 * Assumptions: a body that is not declared as JSON counts as none; JSON that is no object counts as malformed.
 */
export function readJsonObject(call: ApiCall): Checked<Record<string, unknown>> {
  if (call.body.trim() === '' || !JSON_TYPE.test(call.contentType ?? '')) {
    return refused(httpException(400, 'Invalid json format'));
  }
  let value: unknown;
  try {
    value = JSON.parse(call.body);
  } catch {
    return refused(invalidJson());
  }
  return isObject(value) ? passed(value) : refused(invalidJson());
}

/** Whether it is what JSON calls an object: no list, not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
