/** What a user has to be like. Only `=` is known from the vendor; the rest is the store's own language. */
export type Filter =
  | {
      readonly kind: 'equals';
      readonly name: string;
      readonly value: string;
      readonly not: boolean;
    }
  | { readonly kind: 'null'; readonly name: string; readonly not: boolean }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter[] };

const TOKEN =
  /\s*(?:(?<sign>!=|=|\(|\))|'(?<single>(?:[^'\\]|\\.|'')*)'|"(?<double>(?:[^"\\]|\\.)*)"|(?<word>[A-Za-z0-9_.+-]+))/y;

interface Token {
  readonly kind: 'sign' | 'text' | 'word';
  readonly value: string;
}

/**
 * Reads `uuid='…'`, `email = '…' and emailVerified is not null`, with `or` and parentheses. A quote inside a text is
 * written `\'` or `''`. Null for what is no such filter.
 */
export function parseFilter(text: string): Filter | null {
  const tokens = tokenise(text.trim());
  if (tokens === null) return null;
  const reader = new Reader(tokens);
  const filter = readOr(reader, 0);
  return filter !== null && reader.atEnd ? filter : null;
}

function tokenise(text: string): Token[] | null {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) return null;
    const { sign, single, double, word } = groups;
    const quoted = single?.replaceAll("''", "'") ?? double;
    if (quoted !== undefined) {
      tokens.push({ kind: 'text', value: quoted.replaceAll(/\\(.)/gs, '$1') });
    } else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign });
    else tokens.push({ kind: 'word', value: word ?? '' });
  }
  return tokens;
}

/** Deeper than anybody writes, and shallow enough for the stack. */
const DEEPEST = 50;

function readOr(reader: Reader, depth: number): Filter | null {
  return readList(reader, 'or', () => readList(reader, 'and', () => readTest(reader, depth)));
}

function readList(
  reader: Reader,
  kind: 'and' | 'or',
  readPart: () => Filter | null,
): Filter | null {
  const parts: Filter[] = [];
  do {
    const part = readPart();
    if (part === null) return null;
    parts.push(part);
  } while (reader.takeWord(kind));
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind, parts };
}

function readTest(reader: Reader, depth: number): Filter | null {
  if (reader.takeSign('(')) {
    const inner = depth < DEEPEST ? readOr(reader, depth + 1) : null;
    return reader.takeSign(')') ? inner : null;
  }
  const name = reader.take('word');
  if (name === null) return null;
  if (reader.takeWord('is')) {
    const not = reader.takeWord('not');
    return reader.takeWord('null') ? { kind: 'null', name, not } : null;
  }
  const not = reader.takeSign('!=');
  if (!not && !reader.takeSign('=')) return null;
  const value = reader.take('text') ?? reader.take('word');
  return value === null ? null : { kind: 'equals', name, value, not };
}

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get atEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  /** The next token's value, if it is of this kind. */
  take(kind: Token['kind']): string | null {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind) return null;
    this.#at += 1;
    return token.value;
  }

  takeSign(sign: string): boolean {
    return this.#takeIf('sign', sign);
  }

  takeWord(word: string): boolean {
    return this.#takeIf('word', word);
  }

  #takeIf(kind: Token['kind'], value: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind || token.value.toLowerCase() !== value) return false;
    this.#at += 1;
    return true;
  }
}
