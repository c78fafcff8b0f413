import { describe, expect, test } from '@jest/globals';
import { harmless } from '../../src/cli/csv.js';

describe('a cell of our own', () => {
  test.each(['=1+1', '+1', '-1', '@A1', '\t=1', '\r=1'])(
    'that a spreadsheet would calculate gets an apostrophe: %j',
    (cell) => {
      expect(harmless(cell)).toBe(`'${cell}`);
    },
  );

  test.each(['', 'email.missing', 'a = b', '17'])('is left as it is otherwise: %j', (cell) => {
    expect(harmless(cell)).toBe(cell);
  });
});
