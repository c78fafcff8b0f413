import { explicitMap } from './explicit-map.js';
import { fieldNameOf } from './field-names.js';
import { knownHeading } from './headings/known-headings.js';
import { isPersonsLine } from './looks-like-data.js';
import { rosterError } from './problems.js';
import { listed, quoted } from './quoted-headings.js';
import type { RosterField, RosterOptions } from './roster-options.js';
import type { ColumnUse, UnderstoodColumn } from './understood.js';

/** What each column is used for, and where each field is fed from. */
export interface ColumnUses {
  readonly uses: readonly UnderstoodColumn[];
  /** Index of the column by field. */
  readonly mapping: ReadonlyMap<RosterField, number>;
}

/**
 * Decides what every column is used for: what the options say first, then what the headings mean by themselves. Throws
 * `roster.duplicate_column` where two columns would feed one field, `roster.unnameable_column`,
 * `roster.mapped_column_missing` and `roster.mapping_option`; `roster.no_header` where it would quote a person.
 */
export function columnUses(columns: readonly string[], options: RosterOptions): ColumnUses {
  const explicit = explicitTargets(columns, options);
  const overruling = new Set(explicit.values());
  const uses = columns.map((heading, index): UnderstoodColumn => {
    const target = explicit.get(index);
    return { heading, ...useOf(heading, columns, target, overruling, options) };
  });
  return { uses, mapping: oneColumnForEachField(uses) };
}

function useOf(
  heading: string,
  columns: readonly string[],
  target: string | undefined,
  overruling: ReadonlySet<string>,
  options: RosterOptions,
): ColumnUse {
  if (target === 'ignore') return { use: 'kept', reason: 'ignored' };
  if (target !== undefined) return { use: 'field', field: target, reason: 'explicit' };
  const known = knownHeading(heading);
  if (known !== undefined) {
    if (overruling.has(known.field)) return { use: 'kept', reason: 'overruled' };
    // A roster may then have as many phones as it likes.
    if (known.field === 'mobileNumber' && options.authType === 'email') {
      return { use: 'kept', reason: 'not_sent' };
    }
    return { use: 'field', ...known };
  }
  if (options.unknownColumns !== 'send' || heading.trim() === '') {
    return { use: 'kept', reason: 'unknown' };
  }
  const field = fieldNameOf(heading);
  if (field === undefined) {
    if (isPersonsLine(columns)) throw rosterError('roster.no_header');
    const reason = `No name for a profile field can be made of ${quoted(heading)}.`;
    throw rosterError('roster.unnameable_column', reason);
  }
  return { use: 'field', field, reason: 'unknown' };
}

/** The targets that the options give, by column. An entry for a column that is not there is no harm if another feeds its field. */
function explicitTargets(
  columns: readonly string[],
  options: RosterOptions,
): ReadonlyMap<number, string> {
  const { targets, keyOf } = explicitMap(options);
  const byColumn = new Map<number, string>();
  const met = new Set<string>();
  for (const [index, column] of columns.entries()) {
    const key = keyOf(column);
    const target = key === undefined ? undefined : targets.get(key);
    if (key === undefined || target === undefined) continue;
    byColumn.set(index, target);
    met.add(key);
  }
  const fed = new Set(byColumn.values());
  for (const heading of Object.keys(options.map ?? {})) {
    const target = targets.get(heading);
    if (met.has(heading) || target === undefined || target === 'ignore' || fed.has(target))
      continue;
    if (met.size === 0 && isPersonsLine(columns)) throw rosterError('roster.no_header');
    const reason = `A mapping names ${quoted(heading)}; the columns are ${listed(columns)}.`;
    throw rosterError('roster.mapped_column_missing', reason);
  }
  return byColumn;
}

function oneColumnForEachField(
  uses: readonly UnderstoodColumn[],
): ReadonlyMap<RosterField, number> {
  const found = new Map<RosterField, number[]>();
  for (const [index, column] of uses.entries()) {
    if (column.use !== 'field') continue;
    const indexes = found.get(column.field);
    if (indexes) indexes.push(index);
    else found.set(column.field, [index]);
  }
  const mapping = new Map<RosterField, number>();
  for (const [field, indexes] of found) {
    const [index, ...others] = indexes;
    if (others.length > 0) throw duplicate(field, indexes, uses);
    if (index !== undefined) mapping.set(field, index);
  }
  return mapping;
}

function duplicate(
  field: RosterField,
  indexes: readonly number[],
  uses: readonly UnderstoodColumn[],
): Error {
  const isExplicit = uses.some((column) => column.use === 'field' && column.reason === 'explicit');
  const isData = !isExplicit && isPersonsLine(uses.map(({ heading }) => heading));
  if (isData) return rosterError('roster.no_header');
  const names = indexes.map(
    (index) => `${quoted(uses[index]?.heading ?? '')} (column ${index + 1})`,
  );
  return rosterError('roster.duplicate_column', `${names.join(' and ')} would all be ${field}.`);
}
