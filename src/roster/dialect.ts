import { fieldOfColumn } from './header-aliases.js';

/** In order of preference, where a header would be read equally well with several. */
const DELIMITERS = [',', ';'] as const;

/** The header line is looked for in this many characters; a longer one is judged by its beginning. */
const HEADER_CHARS = 64 * 1024;

/**
 * The delimiter with which the header line names the most fields that Rollcall knows, then the one that gives the most
 * columns. Counting alone would be misled by a heading such as `Name (last, first)` in a semicolon file.
 */
export function detectDelimiter(text: Buffer): string {
  const line = headerLine(text.toString('utf8', 0, HEADER_CHARS));
  let best: string = DELIMITERS[0];
  let bestScore = -1;
  for (const delimiter of DELIMITERS) {
    const cells = splitOutsideQuotes(line, delimiter);
    const known = cells.filter((cell) => fieldOfColumn(cell) !== undefined).length;
    const score = known * 100_000 + cells.length;
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** The first line that is not blank, as far as a line break outside quotes. */
function headerLine(text: string): string {
  const start = text.search(/\S/);
  if (start === -1) return '';
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') quoted = !quoted;
    if (!quoted && (char === '\n' || char === '\r')) return text.slice(start, at);
  }
  return text.slice(start);
}

function splitOutsideQuotes(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let quoted = false;
  let start = 0;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at];
    if (char === '"') quoted = !quoted;
    if (!quoted && char === delimiter) {
      cells.push(line.slice(start, at));
      start = at + 1;
    }
  }
  cells.push(line.slice(start));
  return cells;
}
