import pg from 'pg';
import type { DataKey } from './data-key.js';

type Parser = (text: string) => unknown;

const { TEXT, VARCHAR, JSON: JSON_TYPE, JSONB } = pg.types.builtins;
const TEXTS = 1009;

/** What reads a column of this type where values may be sealed, each opened to what it was. */
export function openingParser(oid: number, parse: Parser, key: DataKey): Parser {
  switch (oid) {
    case TEXT:
    case VARCHAR:
      return (text) => openText(text, key);
    case TEXTS:
    case JSON_TYPE:
    case JSONB:
      return (text) => (text.includes(key.prefix) ? openAll(parse(text), key) : parse(text));
    default:
      return parse;
  }
}

/** What was within a sealed value is not looked at again: a cell that looks like one stays as it is. */
function openText(text: string, key: DataKey): string {
  return text.startsWith(key.prefix) ? key.open(text).value : text;
}

function openAll(value: unknown, key: DataKey): unknown {
  if (typeof value === 'string') return openText(value, key);
  if (Array.isArray(value)) return openList(value, key);
  if (typeof value !== 'object' || value === null) return value;
  const profile = openWhole(Reflect.get(value, 'sealed'), 'profile', key);
  if (profile !== null) return profile;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, openAll(one, key)]));
}

function openList(list: readonly unknown[], key: DataKey): unknown {
  return openWhole(list[0], 'cells', key) ?? list.map((one) => openAll(one, key));
}

/** A profile or row that was sealed as a whole; null where this is none. */
function openWhole(value: unknown, kind: 'profile' | 'cells', key: DataKey): object | null {
  if (typeof value !== 'string' || !value.startsWith(key.prefix)) return null;
  const opened = key.open(value);
  return opened.kind === kind ? JSON.parse(opened.value) : null;
}
