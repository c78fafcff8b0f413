import { readFileSync } from 'node:fs';
import type { z } from 'zod';

/** What the schema makes of `value`, or null, with every complaint added to `wrong`. Values are never repeated in it. */
export function check<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  place: string,
  wrong: string[],
): z.infer<Schema> | null {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const { path } = issue;
    // What has a default may be at odds with something else without being there.
    const missing = issue.code !== 'custom' && at(value, path) === undefined;
    const where = path.length === 0 ? place.replace(/: $/, '') : `${place}${path.join('.')}`;
    wrong.push(`${where}: ${missing ? 'missing' : sentenceOf(issue)}`);
  }
  return null;
}

/** A bad name in a record carries its own complaint inside a general one. */
function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  const isBare = issue.code === 'invalid_type' && issue.message.startsWith('Invalid input');
  return (isBare ? EXPECTED[issue.expected] : undefined) ?? issue.message;
}

/** What a setting without a sentence of its own has to be, by zod's name for it. */
const EXPECTED: Readonly<Partial<Record<string, string>>> = {
  object: 'Expected settings in braces, like {"…": …}',
  record: 'Expected settings in braces, like {"…": …}',
  array: 'Expected a list in brackets, like ["…"]',
  string: 'Expected a text in quotes',
  number: 'Expected a number',
  int: 'Expected a whole number',
  boolean: 'Expected true or false',
};

/**
 * The content of a JSON file, or undefined with a complaint in `wrong`. The parser's own words are not repeated: they quote
 * the file, and somebody may have put a secret there.
 */
export function readJson(path: string, wrong: string[]): unknown {
  let text: string;
  try {
    // Editors on Windows put a byte order mark in front, which is no JSON.
    text = readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch {
    wrong.push(`${path}: cannot be read`);
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const position = /at position (\d+)/.exec(String(cause))?.[1];
    const line = position && text.slice(0, Number(position)).split('\n').length;
    wrong.push(`${path}: not valid JSON${line ? ` (line ${line})` : ''}`);
    return undefined;
  }
}

/** What stands at `path` inside of `value`; undefined where there is nothing. */
export function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== 'object' || inner === null) return undefined;
    inner = Reflect.get(inner, key);
  }
  return inner;
}
