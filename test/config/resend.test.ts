import { describe, expect, test } from '@jest/globals';
import { waysOf } from '../../src/config/client-config.js';
import { loadConfig } from '../../src/config/load.js';
import { COMPLETE, directoryWith, GERMANY, mistakes } from './config-directory.js';

const DAY = 86_400_000;
const ENVIRONMENT = { GERMANY_SECRET: 'geheim' };
const LEAST = { after: ['3d', '7d', '14d'], timeZone: 'Europe/Berlin' };
const withClient = (client: unknown) =>
  directoryWith({ 'rollcall.config.json': { clients: { germany: client } } });

function clientWith(change: unknown) {
  const { clients } = loadConfig(ENVIRONMENT, withClient(Object.assign({ ...GERMANY }, change)));
  const [client] = clients;
  if (client === undefined) throw new Error('Expected a client, got none');
  return client;
}

describe('a resend policy', () => {
  test('is none where nothing is said of it', () => {
    expect(clientWith({}).resend).toBeNull();
    expect(loadConfig(COMPLETE, directoryWith()).clients[0]?.resend).toBeNull();
  });

  test('needs to say when, and in which time zone; the rest has defaults', () => {
    expect(clientWith({ resend: LEAST }).resend).toEqual({
      afterMs: [3 * DAY, 7 * DAY, 14 * DAY],
      maximum: 3,
      expireAfterMs: 30 * DAY,
      quietHours: { from: 1_200, to: 480 },
      days: [1, 2, 3, 4, 5],
      timeZone: 'Europe/Berlin',
      spreadMs: 7_200_000,
      coolDownMs: DAY,
      resendWindowMs: 600_000,
      existing: 'leave',
      byTimeAlone: false,
      holdFirst: false,
    });
    expect(mistakes(ENVIRONMENT, withClient({ ...GERMANY, resend: {} }))).toEqual([
      'rollcall.config.json: clients.germany.resend.after: missing',
      'rollcall.config.json: clients.germany.resend.timeZone: missing',
    ]);
  });

  test('may say everything', () => {
    const all = {
      after: ['2w'],
      maximum: 1,
      expireAfter: null,
      quietHours: null,
      days: ['sun', 'mon', 'sun'],
      timeZone: 'UTC',
      spread: '0s',
      coolDown: '2d',
      resendWindow: '90s',
      existing: 'resend',
      byTimeAlone: true,
      holdFirst: true,
    };
    expect(clientWith({ resend: all }).resend).toEqual({
      afterMs: [14 * DAY],
      maximum: 1,
      expireAfterMs: null,
      quietHours: null,
      days: [1, 7],
      timeZone: 'UTC',
      spreadMs: 0,
      coolDownMs: 2 * DAY,
      resendWindowMs: 90_000,
      existing: 'resend',
      byTimeAlone: true,
      holdFirst: true,
    });
  });

  test.each([
    ['after', [], /^Expected at least one span, like \["3d", "7d", "14d"\]$/],
    ['after', ['7d', '3d'], /^Expected spans that grow from one to the next/],
    ['after', ['0d'], /^Expected spans that grow/],
    ['maximum', 4, /^4 is more than `after` has\. Add to that, or leave this out$/],
    ['maximum', 0, /^Expected a whole number from 1 up$/],
    ['expireAfter', '14d', /comes up to 338h after the invitation\. Expected more than that, or/],
    ['expireAfter', 'never', /^Expected a span like "3d", "12h", "30m" or "2w"$/],
    ['quietHours', { from: '08:00', to: '08:00' }, /^These are either no hours or the whole day/],
    ['quietHours.from', { from: '8 pm', to: '08:00' }, /^Expected a time of day like "20:00"$/],
    ['days', [], /^Expected at least one day, like \["mon", "tue"\]$/],
    ['days.0', ['monday'], /^Expected days out of mon, tue, wed, thu, fri, sat, sun$/],
    ['timeZone', 'Berlin', /^Expected the name of a time zone like "Europe\/Berlin"$/],
    ['spread', '3d', /the first, are only 3d apart\. Expected less than that$/],
    ['coolDown', '5d', /only 3d apart: one would be left out\. Expected at most 3d$/],
    ['resendWindow', '4d', /Next Identity would block one\. Space them further$/],
    ['existing', 'ignore', /^Expected "leave" or "resend"$/],
    ['byTimeAlone', 'yes', /^Expected true or false$/],
  ])('whose `%s` is %j is refused with what to do', (place, value, sentence) => {
    const [setting = ''] = place.split('.');
    const lines = mistakes(
      ENVIRONMENT,
      withClient({ ...GERMANY, resend: { ...LEAST, [setting]: value } }),
    );
    const start = `rollcall.config.json: clients.germany.resend.${place}: `;
    expect(lines).toHaveLength(1);
    expect(lines[0]?.slice(0, start.length)).toBe(start);
    expect(lines[0]?.slice(start.length)).toMatch(sentence);
  });

  test('is told of a default that does not go with what is set', () => {
    const resend = { ...LEAST, after: ['12h', '40d'] };
    expect(mistakes(ENVIRONMENT, withClient({ ...GERMANY, resend }))).toEqual([
      expect.stringContaining('resend.coolDown: Two messages of `after`'),
      expect.stringContaining('resend.expireAfter: With the spread'),
    ]);
  });
});

describe('how activations are learnt', () => {
  const webhook = { audience: 'https://rollcall.example/webhooks/next-identity' };

  test('is no way where nothing is said of it', () => {
    expect(waysOf(clientWith({}))).toEqual({ webhook: false, lookUp: false, list: false });
  });

  test('may be lists, look-ups and webhooks', () => {
    const directAccess = { clientId: 'direct', clientSecret: { env: 'GERMANY_SECRET' } };
    const client = clientWith({ directAccess, activation: { list: true, webhook } });
    expect(waysOf(client)).toEqual({ webhook: true, lookUp: true, list: true });
  });

  test('by webhooks follows from the base URL, where the tenant does not differ', () => {
    expect(clientWith({ activation: { webhook } }).activation.webhook).toEqual({
      audience: 'https://rollcall.example/webhooks/next-identity',
      issuer: 'https://id.example/',
      jwksUri: 'https://id.example/.well-known/jwks.json',
      events: ['account/v1/register', 'account/v1/userAuthenticationAction'],
      maxAgeMs: 3_600_000,
    });
  });

  test('by webhooks takes its keys from nowhere that could be listened in on', () => {
    const activation = { webhook: { ...webhook, jwksUri: 'http://keys.example/jwks.json' } };
    expect(mistakes(ENVIRONMENT, withClient({ ...GERMANY, activation }))).toEqual([
      expect.stringMatching(/activation\.webhook\.jwksUri: Expected an https:\/\/ URL/),
    ]);
  });
});
