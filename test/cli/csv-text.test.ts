import { describe, expect, test } from '@jest/globals';
import { csvText } from '../../src/cli/csv.js';

const ROW = 'Ada\u001b[2J,"a\rb\nc",\u009b2K\r\n';

describe('CSV', () => {
  test('is as it is in a file or a pipe', () => {
    expect(csvText(ROW, false)).toBe(ROW);
  });

  test('does not drive a terminal', () => {
    expect(csvText(ROW, true)).toBe('Ada\\x1b[2J,"a\\x0db\nc",\\x9b2K\n');
  });
});
