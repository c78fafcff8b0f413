import { headingLookup } from './heading-lookup.js';
import { isPersonsLine } from './looks-like-data.js';
import { rosterError } from './problems.js';
import { listed, quoted } from './quoted-headings.js';
import type { ColumnRule } from './roster-options.js';
import type { Reading } from './values/reading.js';

/** Judges the text of a cell, which is empty where the cell is; gives it in the spelling of the list of allowed values. */
export type CellRule = (text: string) => Reading<string>;

/**
 * The rules for the columns of a file, by index. Throws `roster.column_rules` for rules that cannot be used and
 * `roster.required_column_missing`; `roster.no_header` where it would quote a person.
 */
export function columnRules(
  columns: readonly string[],
  rules: Readonly<Record<string, ColumnRule>>,
): ReadonlyMap<number, CellRule> {
  const byHeading = new Map(Object.entries(rules));
  const keyOf = headingLookup(byHeading.keys());
  const found = new Map<number, CellRule>();
  const missing = new Set(byHeading.keys());
  for (const [index, column] of columns.entries()) {
    const key = keyOf(column);
    const rule = key === undefined ? undefined : byHeading.get(key);
    if (key === undefined || rule === undefined) continue;
    found.set(index, cellRule(key, rule));
    missing.delete(key);
  }
  for (const heading of missing) {
    if (!byHeading.get(heading)?.required) continue;
    if (found.size === 0 && isPersonsLine(columns)) throw rosterError('roster.no_header');
    const reason = `The rules require ${quoted(heading)}; the columns are ${listed(columns)}.`;
    throw rosterError('roster.required_column_missing', reason);
  }
  return found;
}

/** Compiles the rules for one column. Throws `roster.column_rules`. */
export function cellRule(heading: string, rule: ColumnRule): CellRule {
  const pattern = rule.pattern === undefined ? undefined : compiled(heading, rule.pattern);
  const allowed =
    rule.allowed === undefined
      ? undefined
      : new Map(rule.allowed.map((value) => [folded(value), value]));
  const max = rule.maxLength ?? Number.POSITIVE_INFINITY;
  if (!(max >= 1)) {
    throw rosterError('roster.column_rules', `"maxLength" of ${quoted(heading)} is not from 1 up.`);
  }
  return (text) => {
    if (text === '') return rule.required ? { code: 'column.missing_value' } : { value: text };
    if (text.length > max) {
      const reason = `The value has more than the ${max} characters that the rules for this column allow.`;
      return { code: 'value.too_long', reason };
    }
    if (pattern !== undefined && !pattern.test(text)) return { code: 'column.pattern' };
    if (allowed === undefined) return { value: text };
    const value = allowed.get(folded(text));
    return value === undefined ? notAllowed(rule.allowed ?? []) : { value };
  };
}

function compiled(heading: string, pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch (cause) {
    const reason = `"pattern" of ${quoted(heading)} is not a regular expression.`;
    throw rosterError('roster.column_rules', reason, { cause });
  }
}

function notAllowed(values: readonly string[]): Reading<string> {
  const reason = `The value is not one of those that are allowed here: ${listed(values)}.`;
  return { code: 'column.not_allowed', reason };
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
