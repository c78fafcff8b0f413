import { describe, expect, test } from '@jest/globals';
import { formatDuration } from '../../src/cli/duration.js';
import { ratePerSecond } from '../../src/cli/follow.js';
import { table } from '../../src/cli/table.js';
import { printable, printableJson, printableLine } from '../../src/observe/printable.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('a duration', () => {
  test.each([
    [0, '0 s'],
    [400, '0 s'],
    [45 * SECOND, '45 s'],
    [89 * SECOND, '89 s'],
    [90 * SECOND, '2 min'],
    [12 * MINUTE + 20 * SECOND, '12 min'],
    [89 * MINUTE, '89 min'],
    [90 * MINUTE, '1 h 30 min'],
    [3 * HOUR + 20 * MINUTE, '3 h 20 min'],
    [47 * HOUR + 59 * MINUTE, '47 h 59 min'],
    [52 * HOUR, '2 d 4 h'],
  ])('of %i ms is said as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('a table', () => {
  test('aligns its columns and leaves no blanks at the ends of lines', () => {
    expect(
      table(
        [
          ['7', 'invited', 'yes'],
          ['1200', 'in the queue', 'no'],
        ],
        ['right', 'left', 'left'],
      ),
    ).toEqual(['     7  invited       yes', '  1200  in the queue  no']);
  });

  test('of nothing has no lines', () => {
    expect(table([], ['left'])).toEqual([]);
  });
});

describe('text from a roster', () => {
  test.each([
    ['an escape that would clear the screen', '\u001b[2JAda', '\\x1b[2JAda'],
    ['a bell', 'Ada\u0007', 'Ada\\x07'],
    ['a carriage return that would write over the line', 'Ada\rBob', 'Ada\\x0dBob'],
    ['a control character of eight bits', '\u009b2J', '\\x9b2J'],
    ['the delete character', 'Ada\u007f', 'Ada\\x7f'],
    ['a mark that turns what follows round', 'Ada\u202efdp.exe', 'Ada\\u202efdp.exe'],
  ])('does not drive the terminal: %s', (_name, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test.each([
    ['\u001b[2J'],
    ['\u009b2J'],
    ['\u007f'],
    ['\u202e'],
    ['\\u001b'],
    ['a\\\u0008b\rc\nd'],
  ])('is the same in JSON, with nothing in it that drives a terminal: %j', (text) => {
    const json = printableJson({ text }, 2);
    expect(printable(json)).toBe(json);
    expect(JSON.parse(json)).toEqual({ text });
    // A line of the log is shown with its escapes taken for what they stand for.
    expect(JSON.parse(printableLine(JSON.stringify({ text })))).toEqual({ text: printable(text) });
  });

  test('stays as it is otherwise', () => {
    expect(printable('Zoë\tGroß\n山田 😀')).toBe('Zoë\tGroß\n山田 😀');
  });
});

describe('the rate lately', () => {
  test('is calls per second', () => {
    expect(ratePerSecond({ calls: 50, held: 0, spanMs: 10_000 })).toBe(5);
  });

  test('is not guessed from less than a second', () => {
    expect(ratePerSecond({ calls: 5, held: 0, spanMs: 10 })).toBe(5);
    expect(ratePerSecond({ calls: 0, held: 0, spanMs: 0 })).toBe(0);
  });
});
