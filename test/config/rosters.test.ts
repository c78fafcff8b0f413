import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load.js';
import { PACKAGE_ROOT } from '../../src/config/package-root.js';
import { COMPLETE, directoryWith, GERMANY, mistakes } from './config-directory.js';

const SECRET = { GERMANY_SECRET: 'geheim' };
const withFile = (content: unknown) => directoryWith({ 'rollcall.config.json': content });
const withRoster = (roster: unknown) => withFile({ clients: { germany: { ...GERMANY, roster } } });

describe('how rosters are read', () => {
  test('may be said for each client', () => {
    const roster = {
      map: { 'Dienst-Mail': 'emailAddress', Notes: 'ignore' },
      unknownColumns: 'send',
      columns: { Team: { required: true, pattern: '[A-Z]+', maxLength: 3, sendAs: 'team' } },
      defaultCountry: 'DE',
      encoding: 'windows-1252',
      delimiter: 'semicolon',
    };
    expect(loadConfig(SECRET, withRoster(roster)).clients[0]?.roster).toEqual(roster);
  });

  test('is found out where nothing is said', () => {
    expect(loadConfig(COMPLETE, directoryWith()).clients[0]?.roster).toEqual({});
    expect(loadConfig(SECRET, withRoster(undefined)).clients[0]?.roster).toEqual({});
  });

  test.each([
    ['a field that cannot be', { map: { Mail: 'e-mail' } }, 'map.Mail: Expected the name of'],
    ['a pattern that is none', { columns: { Team: { pattern: '(' } } }, 'columns.Team.pattern: '],
    ['room for nothing', { columns: { Team: { maxLength: 0 } } }, 'columns.Team.maxLength: '],
    ['a country by its name', { defaultCountry: 'Germany' }, 'defaultCountry: Expected two'],
    ['a word that nobody knows', { seperator: ';' }, ' Unrecognized key: "seperator"'],
  ])('may not be %s', (_, roster, complaint) => {
    expect(mistakes(SECRET, withRoster(roster))).toEqual([expect.stringContaining(complaint)]);
  });
});

describe('when an import goes on by itself', () => {
  const importOf = (content: object) =>
    loadConfig({}, withFile({ clients: {}, ...content })).import;

  test('is up to 10,000 rows with a tenth of them refused, where nothing else is said', () => {
    const modest = { strict: false, askAbove: { rows: 10_000, refusedShare: 0.1 } };
    expect(loadConfig({}, directoryWith()).import).toEqual(modest);
    expect(importOf({})).toEqual(modest);
  });

  test('may be said in part', () => {
    const { askAbove, strict } = importOf({ import: { strict: true, askAbove: { rows: 5 } } });
    expect(askAbove).toEqual({ rows: 5, refusedShare: 0.1 });
    expect(strict).toBe(true);
  });

  test.each([{ rows: -1 }, { rows: 1.5 }, { refusedShare: 10 }, { refusedShare: '10 %' }])(
    'may not be %j',
    (askAbove) => {
      const directory = withFile({ clients: {}, import: { askAbove } });
      expect(mistakes({}, directory)).toEqual([
        expect.stringMatching(/import\.askAbove\.\w+: Expected a/),
      ]);
    },
  );
});

test('nothing of the example is wrong but a secret that is not on this machine', () => {
  const example = join(PACKAGE_ROOT, 'rollcall.config.example.json');
  const given = {
    ROLLCALL_CONFIG: example,
    EMPLOYEES_CLIENT_SECRET: 'geheim',
    EMPLOYEES_DIRECT_CLIENT_SECRET: 'geheim',
  };
  expect(mistakes(given)).toEqual([
    'clients.drivers.clientSecret: /run/secrets/drivers_client_secret cannot be read',
  ]);
});
