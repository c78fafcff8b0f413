import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js';
import { readCanonical } from '../../../src/roster/values/canonical-phone.js';
import { identifiersOf, problemsOf, readFixture } from '../read.js';

describe('phones', () => {
  test('become E.164, with the default country where they have none', async () => {
    const { rows } = await readFixture('rosters/phones.csv', {
      authType: 'sms',
      defaultCountry: 'gb',
    });
    expect(identifiersOf(rows)).toEqual([
      '+447700900123',
      '+447700900124',
      '+447700900125',
      '+12125550143',
    ]);
    expect(rows[0]).toMatchObject({
      person: {
        profile: {
          firstName: 'Ann',
          mobileNumber: '+447700900123',
          emailAddress: 'ann@example.com',
        },
      },
    });
    expect(problemsOf(rows)).toEqual([
      '6 Mobile phone.missing',
      '7 Mobile phone.malformed',
      '8 Mobile value.scientific',
      '9 Mobile phone.malformed',
      '10 Mobile phone.malformed',
      '11 E-mail email.malformed',
    ]);
  });

  test('without a country code are refused when there is no default country', async () => {
    const { rows } = await readFixture('rosters/phones.csv', { authType: 'sms' });
    expect(problemsOf(rows).slice(0, 2)).toEqual([
      '3 Mobile phone.no_country',
      '4 Mobile phone.no_country',
    ]);
  });

  test('say why they are refused', async () => {
    const { rows } = await readFixture('rosters/phones.csv', {
      authType: 'sms',
      defaultCountry: 'GB',
    });
    const messages = rows.flatMap((row) =>
      'problems' in row ? row.problems.map(({ message }) => message) : [],
    );
    expect(messages[1]).toContain('letters');
    expect(messages[2]).toContain('scientific notation');
    expect(messages[3]).toContain('too few digits');
    expect(messages[4]).toContain('extension');
  });

  test('are neither read nor sent for clients that sign people in by e-mail', async () => {
    const { roster, rows } = await readFixture('employees.csv');
    expect(roster.mapping.has('mobileNumber')).toBe(false);
    expect(rows.some((row) => 'person' in row && 'mobileNumber' in row.person.profile)).toBe(false);
  });
});

describe('a phone that is read without the library', () => {
  const callingCode = fc.constantFrom(
    ...new Set(getCountries().map((country) => getCountryCallingCode(country))),
    '800',
    '979',
  );
  const national = fc.array(
    fc.tuple(fc.constantFrom('', '', '', ' ', '-', '.', ' (', ') '), fc.nat({ max: 9 })),
    { minLength: 3, maxLength: 15 },
  );

  test('is what the library reads, whatever the default country', () => {
    let compared = 0;
    fc.assert(
      fc.property(callingCode, national, (code, digits) => {
        const text = `+${code}${digits.flat().join('')}`;
        const canonical = readCanonical(text);
        if (canonical === undefined) return;
        compared += 1;
        for (const options of [{}, { defaultCountry: 'GB' as const }]) {
          const phone = parsePhoneNumberFromString(text, { extract: false, ...options });
          expect(phone?.number).toBe(canonical);
          expect(phone?.isPossible()).toBe(true);
          expect(phone?.ext).toBeUndefined();
        }
      }),
      { numRuns: 5000 },
    );
    expect(compared).toBeGreaterThan(200);
  });

  test.each([
    ['+44 7700 900123', '+447700900123'],
    ['+1 (212) 555-0143', '+12125550143'],
    ['+49 171 3920001', '+491713920001'],
    ['+44 (0)7700 900123', undefined],
    ['+44 7700', undefined],
    ['07700 900123', undefined],
    ['+999 123456', undefined],
  ])('%s: %s', (text, value) => {
    expect(readCanonical(text)).toBe(value);
  });
});
