import { describe, expect, test } from '@jest/globals';
import { whomOf } from '../../src/cli/identify.js';

const UUID = 'db0346c9-251a-4869-a15c-22ab3dcba24a';
const ADA = { authType: 'email', identifier: 'ada@example.com' };

describe('a person on the command line', () => {
  test.each([
    ['an address', 'ada@example.com', ADA],
    ['an address in other letters', ' Ada@EXAMPLE.com ', ADA],
    ['an address as mail programs copy it', 'Ada <ada@example.com>', ADA],
    ['a number', '+49 151 12345678', { authType: 'sms', identifier: '+4915112345678' }],
    ['a uuid', ` ${UUID.toUpperCase()}`, { uuid: UUID }],
  ])('is found by %s', (_how, text, whom) => {
    expect(whomOf(text)).toEqual(whom);
  });

  test.each(['', 'ada', 'ada@', '0151 12345678', UUID.slice(1), '%', "x' OR '1"])(
    'is nobody where there is only %j',
    (text) => {
      expect(whomOf(text)).toBeNull();
    },
  );
});
