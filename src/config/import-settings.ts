import { z } from 'zod';

/** When an import may go on by itself. */
export const importSettings = z
  .strictObject({
    strict: z
      .boolean()
      .default(false)
      .describe('Whether one refused row refuses its whole roster, as --strict does.'),
    askAbove: z
      .strictObject({
        rows: z
          .int('Expected a whole number from 0 up')
          .min(0, 'Expected a whole number from 0 up')
          .default(10_000)
          .describe('Rows that a roster may have.'),
        refusedShare: z
          .number('Expected a number from 0 to 1')
          .min(0, 'Expected a number from 0 to 1')
          .max(1, 'Expected a number from 0 to 1')
          .default(0.1)
          .describe('Share of its rows that may be refused.'),
      })
      .prefault({})
      .describe('Rosters beyond one of these are asked about, or want --yes.'),
  })
  .prefault({})
  .describe('What an import does with a roster once it is planned.');

export type ImportSettings = z.output<typeof importSettings>;
