import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadConfig } from '../../src/config/load.js';
import { RollcallError } from '../../src/observe/rollcall-error.js';
import { directoryWith } from './config-directory.js';

/** Stands wherever a secret, or something that was taken for its place, could stand. */
const MARK = 'hunter2mark';

const SOURCE = { kind: 'https', url: 'https://hr.example/people.csv' };
const VALID = {
  $schema: './rollcall.config.schema.json',
  clients: {
    germany: {
      baseUrl: 'https://id.example',
      clientId: 'abc-de',
      clientSecret: { env: 'GERMANY_SECRET' },
      redirectUri: 'https://app.example/de',
      authType: 'email',
      locale: 'de-DE',
      rateLimit: '600 per minute',
      pace: '50 per second',
      burst: 10,
      capacity: 0.8,
      directAccess: { clientId: 'abc-direct', clientSecret: { file: 'direct.secret' } },
      openQuestions: { resendAs: 'string', usersFind: { peopleAtOnce: 10 } },
      resend: {
        after: ['3d', '7d', '14d'],
        maximum: 2,
        expireAfter: '30d',
        quietHours: { from: '20:00', to: '08:00' },
        days: ['mon', 'tue'],
        timeZone: 'Europe/Berlin',
        spread: '2h',
      },
      activation: {
        webhook: { audience: 'https://rollcall.example/webhooks', events: ['account/v1/register'] },
        list: true,
      },
      roster: {
        map: { Notes: 'ignore' },
        columns: { Department: { required: true, pattern: '[A-Z]+', maxLength: 4 } },
        defaultCountry: 'DE',
      },
    },
  },
  syncs: {
    'hr-nightly': {
      client: 'germany',
      source: { ...SOURCE, header: { name: 'Authorization', secret: { env: 'HR_TOKEN' } } },
      cron: '0 2 * * *',
      timeZone: 'Europe/Berlin',
      safeguards: { leavers: { atLeast: 5, share: 0.1 }, refused: 0.2, stale: '3d' },
      notify: [
        {
          kind: 'email',
          host: 'mail.example',
          from: 'rollcall@acme.example',
          to: ['it@acme.example'],
        },
      ],
    },
    files: {
      source: { kind: 'file', path: 'exports/*.csv', limits: { megabytes: 5, time: '1m' } },
      cron: '*/5 8-18 * * mon-fri',
      timeZone: 'UTC',
    },
    server: {
      source: {
        kind: 'sftp',
        host: 'files.acme.example',
        user: 'rollcall',
        hostKey: `SHA256:${'A'.repeat(43)}`,
        privateKey: { file: 'id_ed25519' },
        path: '/exports/people-*.csv',
      },
      cron: '0 3 1 * *',
      timeZone: 'Asia/Kolkata',
    },
    bucket: {
      source: { kind: 's3', bucket: 'acme', prefix: 'hr/', region: 'eu-central-1' },
      cron: '0 3 * * *',
      timeZone: 'UTC',
    },
  },
  import: { strict: true, askAbove: { rows: 2_000, refusedShare: 0.05 } },
};
const ENVIRONMENT = { GERMANY_SECRET: MARK, HR_TOKEN: MARK };

type Place = readonly (string | number)[];

function placesIn(value: unknown, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [place];
  const inner = Object.entries(value).flatMap(([key, one]) =>
    placesIn(one, [...place, Array.isArray(value) ? Number(key) : key]),
  );
  return [place, ...inner];
}

/** A copy with what stands at the place changed, or taken away where that gives undefined. */
function changed(value: unknown, [key, ...rest]: Place, change: (former: unknown) => unknown) {
  if (key === undefined) return change(value);
  const copy = structuredClone(value) as Record<string | number, unknown>;
  const inner: unknown = changed(copy[key], rest, change);
  if (inner === undefined && !Array.isArray(copy)) delete copy[key];
  else copy[key] = inner;
  return copy;
}

const odd = fc.oneof(
  fc.constantFrom<unknown>(MARK, '', ' ', null, [], {}, 0, -1, 1.5, 1e308, true, '__proto__', '0'),
  fc.constantFrom('1000000d', '3 days', '0 0 31 2 *', 'H 2 * * *', '*/0 * * * *', '99999w', '(('),
  fc.constantFrom('https://', 'http://10.0.0.1', `https://user:${MARK}@hr.example`, 'file:///etc'),
  fc.constantFrom({ env: MARK }, { file: MARK }, { env: 'A', file: 'B' }, { secret: MARK }),
  fc.jsonValue({ maxDepth: 3 }),
);

type Change = (former: unknown) => unknown;

const mutation = fc.record({
  place: fc.constantFrom(...placesIn(VALID)),
  change: fc.oneof(
    {
      weight: 4,
      arbitrary: odd.map(
        (value): Change =>
          () =>
            value,
      ),
    },
    { weight: 1, arbitrary: fc.constant<Change>(() => undefined) },
    { weight: 1, arbitrary: fc.constant<Change>((former) => [former]) },
    {
      weight: 1,
      arbitrary: fc.string().map(
        (value): Change =>
          (former) =>
            typeof former === 'object' ? { ...former, colour: value } : `${former}${value}`,
      ),
    },
  ),
});

/** The lines of complaint, or none where the configuration is taken. Whatever else is thrown fails the test. */
function complaints(directory: string): string[] {
  try {
    loadConfig(ENVIRONMENT, directory);
    return [];
  } catch (cause) {
    if (!(cause instanceof RollcallError)) throw cause;
    expect(cause.code).toBe('config_invalid');
    const [head, ...lines] = cause.message.split('\n  ');
    expect(head).toBe('The configuration has mistakes:');
    return lines.map((line) => line.replaceAll(`${directory}/`, ''));
  }
}

/** Other parts name it. */
const IN_USE = 'clients.germany';

/** Values are quoted where they are names: which client a sync is for. */
const isName = (place: Place) => place.at(-1) === 'client';

/** Loads files of different content, one after the other, and tells the complaints. */
function loader(): (content: string | Uint8Array) => string[] {
  const directory = directoryWith({ 'direct.secret': MARK });
  return (content) => {
    writeFileSync(join(directory, 'rollcall.config.json'), content);
    return complaints(directory);
  };
}

/** A line that names a place and tells what is wrong there. */
const COMPLAINT = /^[^:]+: (.*: )?(missing|not valid JSON|.{12,})/s;

describe('a configuration file', () => {
  test('like the one that is changed here is taken', () => {
    expect(loader()(JSON.stringify(VALID))).toEqual([]);
  });

  test('with anything in any place is taken, or refused with that place, what was expected, and no secret', () => {
    const load = loader();
    fc.assert(
      fc.property(mutation, ({ place, change }) => {
        const lines = load(JSON.stringify(changed(VALID, place, change)) ?? '');
        for (const line of lines) {
          expect(line).toMatch(COMPLAINT);
          if (!isName(place)) expect(line).not.toContain(MARK);
        }
        const [part, name] = place;
        const near = name === undefined ? `${part ?? ''}` : `${part}.${name}`;
        // A client that is gone is missed where it is named.
        if (lines.length > 0) expect(lines.join('\n')).toMatch(near === IN_USE ? /germany/ : near);
      }),
      { numRuns: 300 },
    );
  });

  test('of which characters are changed, lost or repeated is taken or refused, and gives no secret away', () => {
    const load = loader();
    const valid = JSON.stringify(VALID, null, 2);
    const cut = fc.record({
      at: fc.nat(valid.length),
      lost: fc.nat(30),
      put: fc.oneof(
        fc.string({ maxLength: 4 }),
        fc.constantFrom('"', '{', '}', ',', '\n', MARK, '\ufeff', '\u0000'),
      ),
    });
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 3 }), (cuts) => {
        const text = cuts.reduce(
          (sofar, { at, lost, put }) => sofar.slice(0, at) + put + sofar.slice(at + lost),
          valid,
        );
        for (const line of load(text)) expect(line).toMatch(COMPLAINT);
      }),
      { numRuns: 300 },
    );
  });

  test('of any bytes is refused as no JSON, or for what it lacks', () => {
    const load = loader();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(load(bytes)).not.toEqual([]);
      }),
    );
  });
});
