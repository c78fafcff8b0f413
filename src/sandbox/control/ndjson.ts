const CHUNK_CHARACTERS = 64 * 1024;

/** One JSON object a line, in chunks: a million lines written one by one would take minutes. */
export function* ndjson(records: Iterable<object>): Generator<string, void> {
  let chunk = '';
  for (const record of records) {
    chunk += `${JSON.stringify(record)}\n`;
    if (chunk.length >= CHUNK_CHARACTERS) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}
