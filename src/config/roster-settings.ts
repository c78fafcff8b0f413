import { z } from 'zod';

/** The reader knows which fields there are; this keeps out what can be none. */
const target = z
  .string()
  .regex(/^[A-Za-z]\w{0,99}$/, 'Expected the name of a profile field, or "ignore"');

const columnRule = z.strictObject({
  required: z
    .boolean()
    .exactOptional()
    .describe('Whether an empty cell refuses its row, and a file without the column is refused.'),
  pattern: z
    .string()
    .refine(isPattern, 'Expected a regular expression')
    .exactOptional()
    .describe('A regular expression (with the flag u) that the whole cell must match.'),
  allowed: z
    .array(z.string())
    .exactOptional()
    .describe('The values that are allowed; letter case becomes that of the list.'),
  maxLength: z
    .int('Expected a whole number from 1 up')
    .min(1, 'Expected a whole number from 1 up')
    .exactOptional()
    .describe('Characters that a cell may have.'),
  sendAs: target.exactOptional().describe('The profile field that the column feeds.'),
});

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

/** How a client's rosters are read; what is typed outweighs it. */
export const rosterSettings = z
  .strictObject({
    map: z
      .record(z.string(), target)
      .exactOptional()
      .describe('Field by heading: a profile field, or "ignore". As --map.'),
    unknownColumns: z
      .enum(['keep', 'send'])
      .exactOptional()
      .describe('What happens to columns that nothing names. As --unknown-columns.'),
    columns: z
      .record(z.string(), columnRule)
      .exactOptional()
      .describe('What the cells of a column must be, by heading.'),
    defaultCountry: z
      .string()
      .regex(/^[A-Z]{2}$/, 'Expected two letters of ISO 3166 like "GB"')
      .exactOptional()
      .describe('Country of phones without a country code. As --default-country.'),
    encoding: z
      .string()
      .exactOptional()
      .describe('Like "windows-1252"; found out if left out. As --encoding.'),
    delimiter: z
      .string()
      .exactOptional()
      .describe('One character, or comma, semicolon, tab, pipe; found out if left out.'),
  })
  .describe("How this client's rosters are read. The command line outweighs it.");

export type RosterSettings = z.output<typeof rosterSettings>;
