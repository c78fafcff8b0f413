import { RollcallError } from '../../observe/rollcall-error.js';

/**
 * The JSON of a control request, whatever type it was declared as.
 *
 * @throws RollcallError `SANDBOX_BODY_INVALID`
 */
export function readJson(body: unknown): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : '');
  } catch (cause) {
    throw new RollcallError(
      'SANDBOX_BODY_INVALID',
      'Expected a JSON body, got none or a broken one.',
      {
        cause,
      },
    );
  }
}
