import { RollcallError } from '../../observe/rollcall-error.js';

/**
 * Settings with those put in that were typed as `source.hostKey=SHA256:…`. What is JSON is taken as such, everything else as
 * text.
 *
 * @throws RollcallError `option_invalid`
 */
export function withTyped(
  settings: Readonly<Record<string, unknown>>,
  typed: readonly string[],
): Record<string, unknown> {
  let all = { ...settings };
  for (const text of typed) {
    const [, path, value] = /^([A-Za-z]\w*(?:\.\w+)*)=(.*)$/s.exec(text) ?? [];
    if (path === undefined || value === undefined) {
      throw new RollcallError(
        'option_invalid',
        `Expected --set like "safeguards.leavers.share=0.1", got "${text.split('=')[0]}".`,
      );
    }
    all = put(all, path.split('.'), readValue(value));
  }
  return all;
}

function put(
  into: Readonly<Record<string, unknown>>,
  [key = '', ...rest]: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const inner = into[key];
  const within = isObject(inner) ? inner : {};
  return { ...into, [key]: rest.length === 0 ? value : put(within, rest, value) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
