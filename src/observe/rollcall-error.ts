/**
 * The one error that Rollcall shows to people.
 *
 * `code` is stable and documented; `message` is a sentence that names the thing, what was expected, what was got and
 * what to do. It never holds personal data or a secret: it ends up in logs.
 */
export class RollcallError extends Error {
  override readonly name = 'RollcallError';

  constructor(
    readonly code: string,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
