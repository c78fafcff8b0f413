/**
 * How CSV is read, whatever its delimiter. The sample from which the delimiter is told and the file itself go through the
 * same grammar, so that the two cannot disagree about where the header is.
 */
export const CSV_GRAMMAR: {
  readonly record_delimiter: string[];
  readonly relax_column_count: true;
  readonly relax_quotes: true;
} = {
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  relax_quotes: true,
};
