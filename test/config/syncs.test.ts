import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load.js';
import { directoryWith, GERMANY, mistakes } from './config-directory.js';

const ENVIRONMENT = { GERMANY_SECRET: 'hunter2' };
const NIGHTLY = {
  source: { kind: 'file', path: 'exports/staff-*.csv' },
  cron: '0 2 * * *',
  timeZone: 'Europe/Berlin',
};

/** A project with one client, `germany`, unless there are others, and these syncs. */
function configured(syncs: object, clients: object = { germany: GERMANY }): string {
  return directoryWith({ 'rollcall.config.json': { clients, syncs } });
}

const mistakesOf = (change: object) =>
  mistakes(ENVIRONMENT, configured({ hr: { ...NIGHTLY, ...change } })).map((line) =>
    line.replace('rollcall.config.json: ', ''),
  );

describe('a sync of the configuration file', () => {
  test('has careful defaults, the only client, and a path from the root', () => {
    const directory = configured({ hr: NIGHTLY });
    const { syncs } = loadConfig(ENVIRONMENT, directory);
    expect(syncs).toEqual([
      {
        name: 'hr',
        settings: {
          client: 'germany',
          source: {
            kind: 'file',
            path: join(directory, 'exports/staff-*.csv'),
            newest: 'time',
            settle: 10_000,
            limits: { megabytes: 200, time: 600_000 },
          },
          cron: '0 2 * * *',
          timeZone: 'Europe/Berlin',
          leavers: 'report',
          whenHeld: 'wait',
          safeguards: {
            leavers: { atLeast: 20, share: 0.2 },
            changes: { atLeast: 20, share: 0.2 },
            shrink: { atLeast: 20, share: 0.3 },
            grow: { atLeast: 20, share: 0.5 },
            refused: 0.1,
            sameColumns: true,
            sameEncoding: true,
            notOlder: true,
            firstRun: true,
            stale: null,
          },
          notify: [],
          roster: {},
        },
      },
    ]);
  });

  test.each(['5 4 * * sun', '*/15 6-20 * * mon-fri', '0 0 1,15 * *', '0 2 L * *'])(
    'may run at %s',
    (cron) => {
      const directory = configured({ hr: { ...NIGHTLY, cron } });
      expect(loadConfig(ENVIRONMENT, directory).syncs).toHaveLength(1);
    },
  );

  test.each([
    ['nothing', ''],
    ['seconds', '0 0 2 * * *'],
    ['a day that never comes', '0 2 30 2 *'],
    ['an hour that never comes', '0 24 * * *'],
    ['a time that is another whenever it is read', 'H 2 * * *'],
    ['a nickname', '@daily'],
    ['words', 'every night at two please'],
  ])('cannot run at %s', (_, cron) => {
    expect(mistakesOf({ cron })).toEqual([
      'syncs.hr.cron: Expected a cron line of minute, hour, day, month and weekday, like "0 2 * * *"',
    ]);
  });

  test.each([
    [{ timeZone: 'Berlin' }, 'timeZone: Expected the name of a time zone like "Europe/Berlin"'],
    [{ leavers: 'delete' }, 'leavers: Expected "report", "cancel" or "suppress"'],
    [{ whenHeld: 'ignore' }, 'whenHeld: Expected "wait" or "go on"'],
    [
      { safeguards: { shrink: { share: 30 } } },
      'safeguards.shrink.share: Expected a share from 0 to 1',
    ],
    [
      { safeguards: { stale: 'soon' } },
      'safeguards.stale: Expected a span like "3d", "12h", "30m" or "2w"',
    ],
    [
      { safeguards: { leavers: { atLeast: -1 } } },
      'safeguards.leavers.atLeast: Expected a whole number from 0 up',
    ],
    [
      { safeguards: { shrink: 0.3 } },
      'safeguards.shrink: Expected two settings, like safeguards.shrink.share=0.3 and safeguards.shrink.atLeast=20',
    ],
    [{ safeguards: { shrink: { shar: 0.3 } } }, 'safeguards.shrink: Unrecognized key: "shar"'],
    [{ client: 'france' }, 'client: no client "france" is configured; there is: germany'],
  ])('is refused for %j', (change, complaint) => {
    expect(mistakesOf(change)).toEqual([`syncs.hr.${complaint}`]);
  });

  test('names its client where there are several', () => {
    const clients = { germany: GERMANY, austria: { ...GERMANY, clientId: 'abc-at' } };
    expect(mistakes(ENVIRONMENT, configured({ hr: NIGHTLY }, clients))).toEqual([
      'syncs.hr.client: missing; name one of: germany, austria',
    ]);
    const directory = configured({ hr: { ...NIGHTLY, client: 'austria' } }, clients);
    expect(loadConfig(ENVIRONMENT, directory).syncs[0]?.settings.client).toBe('austria');
  });

  test('has a name that cannot be taken for the number of a run', () => {
    const [complaint] = mistakes(ENVIRONMENT, configured({ 17: NIGHTLY }));
    expect(complaint).toContain('with a letter in it');
  });
});
