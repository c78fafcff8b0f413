import type { DataKey, SealedKind } from './data-key.js';

/**
 * What a parameter of a statement holds: a kind of sealed value, what is wrong with a row, the digest of a row, or a person as plans
 * have them.
 */
type Personal = SealedKind | 'problems' | 'digest' | 'person';

/**
 * The parameters of statements that hold personal values, by their numbers; each a value or a list of them. A test compares this with
 * the parameters as the statements themselves describe them, and another one looks for personal data in every table.
 */
export const PERSONAL: Readonly<Record<string, Readonly<Record<number, Personal>>>> = {
  'add-invites': { 5: 'identifier', 6: 'profile', 8: 'employee number' },
  'add-rows': { 5: 'identifier', 6: 'profile', 8: 'employee number', 10: 'cells', 11: 'problems' },
  'export-person': { 3: 'identifier' },
  'find-invites': { 3: 'identifier' },
  'find-people': { 3: 'identifier' },
  finish: { 7: 'message' },
  'finish-resend': { 6: 'message' },
  'finish-update': { 3: 'profile' },
  'keep-update': { 3: 'profile' },
  'list-suppressed': { 2: 'identifier' },
  'list-undecided': { 3: 'identifier' },
  'mark-activated': { 4: 'identifier' },
  'request-resends': { 5: 'identifier' },
  'resolve-unknown': { 5: 'message' },
  suppress: { 2: 'identifier', 3: 'reason' },
  unsuppress: { 2: 'identifier' },
  'data-key/write-changes': { 2: 'person', 3: 'person' },
  'data-key/write-digests': { 3: 'digest' },
  'data-key/write-invites': { 2: 'identifier', 3: 'employee number', 4: 'profile', 5: 'message' },
  'data-key/write-roster-rows': { 3: 'cells', 4: 'problems' },
  'data-key/write-staged-rows': {
    3: 'employee number',
    4: 'identifier',
    5: 'profile',
    6: 'cells',
    7: 'digest',
    8: 'problems',
  },
  'data-key/write-suppressions': { 2: 'identifier', 3: 'reason' },
  'data-key/write-sync-people': { 2: 'identifier', 3: 'employee number', 4: 'profile' },
  'data-key/write-updates': { 2: 'profile' },
  'forget/drop-suppressions': { 2: 'identifier' },
  'forget/erase-named-refusals': { 3: 'digest' },
  'forget/erase-sync-changes': { 2: 'identifier' },
  'forget/find-forgotten': { 2: 'identifier' },
  'forget/find-obstacle': { 2: 'identifier' },
  'forget/lock-people': { 2: 'identifier' },
  'forget/remember': { 2: 'identifier' },
  'sync/stage-rows': {
    3: 'employee number',
    4: 'identifier',
    5: 'profile',
    8: 'cells',
    9: 'problems',
    10: 'digest',
  },
  'sync/suppress-leavers': { 3: 'reason' },
};

/** The values of a statement as it is sent: personal ones sealed, all others as they are. */
export function sealValues(name: string, values: unknown[], key: DataKey): unknown[] {
  const personal = PERSONAL[name];
  if (personal === undefined) return values;
  return values.map((value, index) => {
    const kind = personal[index + 1];
    return kind === undefined ? value : sealed(value, kind, key);
  });
}

function sealed(value: unknown, kind: Personal, key: DataKey): unknown {
  if (typeof value === 'string') return sealOne(value, kind, key);
  return Array.isArray(value) ? sealedList(value, kind, key) : value;
}

/** Lists that are sealed already: two statements of an import are given the same ones. Nobody changes a list of values. */
const lists = new WeakMap<object, SealedList>();

interface SealedList {
  readonly kind: Personal;
  readonly key: DataKey;
  readonly sealed: readonly unknown[];
}

function sealedList(values: readonly unknown[], kind: Personal, key: DataKey): readonly unknown[] {
  const known = lists.get(values);
  if (known?.key === key && known.kind === kind) return known.sealed;
  const list = values.map((value) => sealed(value, kind, key));
  lists.set(values, { kind, key, sealed: list });
  return list;
}

function sealOne(value: string, kind: Personal, key: DataKey): string {
  switch (kind) {
    case 'digest':
      return key.sealDigest(value);
    case 'profile':
      return JSON.stringify(sealProfile(JSON.parse(value), key));
    case 'cells':
      return JSON.stringify(sealCells(JSON.parse(value), key));
    case 'problems':
      return JSON.stringify(sealProblems(JSON.parse(value), key));
    case 'person':
      return JSON.stringify(sealPerson(JSON.parse(value), key));
    case 'identifier':
      return sealIdentifier(value, key);
    case 'employee number':
    case 'reason':
    case 'message':
      return value === '' ? '' : key.seal(kind, value);
  }
}

/** The name of somebody forgotten is nobody's, and stands in the ledger as it is. */
function sealIdentifier(identifier: string, key: DataKey): string {
  return identifier === 'forgotten' || identifier.startsWith('forgotten:')
    ? identifier
    : key.seal('identifier', identifier);
}

/**
 * A profile as a whole, so that nobody can count how often a first name comes, and what `judge-rows` compares of it: under the keys
 * of both names the mark of the two together. Nothing of an empty profile, as those of forgotten people are.
 */
function sealProfile(profile: Readonly<Record<string, unknown>>, key: DataKey): unknown {
  const fields = Object.entries(profile).sort(([a], [b]) => asInJsonb(a, b));
  if (fields.length === 0) return profile;
  const { firstName, lastName } = profile;
  const whole = JSON.stringify(Object.fromEntries(fields));
  const isNamed = typeof firstName === 'string' && typeof lastName === 'string';
  return {
    ...(isNamed ? { firstName: key.nameMark(firstName, lastName), lastName: '' } : {}),
    sealed: key.seal('profile', whole),
  };
}

/** The order of keys in PostgreSQL's jsonb, so that a profile reads the same, and is equal to itself in whatever order it came. */
function asInJsonb(a: string, b: string): number {
  return (
    Buffer.byteLength(a) - Buffer.byteLength(b) || Buffer.compare(Buffer.from(a), Buffer.from(b))
  );
}

/** A row as a whole, in the first of as many cells, which SQL counts when it empties them. Nothing of an empty row. */
function sealCells(cells: readonly string[], key: DataKey): readonly string[] {
  if (cells.every((cell) => cell === '')) return cells;
  return cells.map((_, index) => (index === 0 ? key.seal('cells', JSON.stringify(cells)) : ''));
}

/** What is wrong with a row, whose sentences may repeat why somebody is suppressed; columns and codes are about no person. */
function sealProblems(problems: readonly { readonly message: string }[], key: DataKey): unknown {
  return problems.map((one) => ({ ...one, message: sealOne(one.message, 'message', key) }));
}

interface Person {
  readonly identifier: string;
  readonly employeeNumber: string | null;
  readonly profile: Readonly<Record<string, unknown>>;
}

function sealPerson(person: Person, key: DataKey): unknown {
  return {
    ...person,
    identifier: sealIdentifier(person.identifier, key),
    employeeNumber: sealed(person.employeeNumber, 'employee number', key),
    profile: sealProfile(person.profile, key),
  };
}
