/**
 * A value of a JSON body as text: a string or number as it is, anything else as JSON. `String` would throw for
 * `{"toString": 1}`, which anybody may send.
 */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
