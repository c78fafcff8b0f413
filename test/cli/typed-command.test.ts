import { expect, test } from '@jest/globals';
import { typedCommand } from '../../src/cli/typed-command.js';

test('a command line is told so that a shell takes it for the same', () => {
  expect(typedCommand(['import', './people.csv', '--client', 'germany'])).toBe(
    'rollcall import ./people.csv --client germany',
  );
  expect(typedCommand(['run', "Bob's list.csv", '--map', 'Work mail=emailAddress'])).toBe(
    "rollcall run 'Bob'\\''s list.csv' --map 'Work mail=emailAddress'",
  );
});
