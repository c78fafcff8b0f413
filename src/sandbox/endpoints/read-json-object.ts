import { httpException, invalidJson } from '../http/answer.js';
import { isJsonType } from '../http/content-type.js';
import type { ApiCall } from '../http/endpoint.js';
import { isObject } from '../http/is-object.js';
import { type Checked, passed, refused } from './checked.js';

/**
 * The body as an object of keys: 400 `http_exception` for an empty one, 400 `invalid_parameters` for one that is no
 * JSON, both "Invalid json format" (response-codes-preregister).
 *
 * Assumptions: a body that is not declared as JSON counts as none; JSON that is no object counts as malformed.
 */
export function readJsonObject(call: ApiCall): Checked<Record<string, unknown>> {
  if (call.body.trim() === '' || !isJsonType(call.contentType)) {
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
