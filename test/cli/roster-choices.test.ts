import { describe, expect, test } from '@jest/globals';
import { rosterOptions } from '../../src/cli/roster-choices.js';
import { clientConfig } from '../ledger/seed.js';

describe('how a roster is read', () => {
  test('is what the configuration says, field by field, where nothing is typed', () => {
    const roster = {
      map: { Login: 'emailAddress' },
      columns: { Team: { required: true } },
      delimiter: 'tab',
      defaultCountry: 'DE',
    };
    const client = clientConfig({ roster, locale: 'de-DE' });
    const configured = { authType: 'email', defaultLocale: 'de-DE', ...roster };
    expect(rosterOptions(client, {})).toEqual(configured);
    expect(rosterOptions(client, { delimiter: 'comma' })).toEqual({
      ...configured,
      delimiter: 'comma',
    });
  });

  test('is what was typed for a heading, however the configuration spells it', () => {
    const roster = { map: { 'Work mail': 'emailAddress', '#': 'employeeNumber', Team: 'team' } };
    const typed = ['work-mail=ignore', 'Login=emailAddress'];
    expect(rosterOptions(clientConfig({ roster }), { map: typed }).map).toEqual({
      'work-mail': 'ignore',
      Login: 'emailAddress',
      '#': 'employeeNumber',
      Team: 'team',
    });
  });

  test('is refused where a mapping is none', () => {
    expect(() => rosterOptions(clientConfig(), { map: ['Mail'] })).toThrow('Expected --map like');
  });
});
