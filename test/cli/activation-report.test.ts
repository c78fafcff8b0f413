import { describe, expect, test } from '@jest/globals';
import { type ActivationReport, formatActivationReport } from '../../src/cli/activation-report.js';

const AT = new Date('2026-11-25T09:30:00Z');

const quiet: ActivationReport = {
  ways: { webhook: false, lookUp: false, list: true },
  timeZone: 'Europe/Berlin',
  outlook: { resends: 0, nextResendAt: null, expiries: 0, byHand: 0, held: 0, heldUntil: null },
  events: {
    received: 0,
    open: 0,
    activated: 0,
    noChange: 0,
    ignored: 0,
    unknownPerson: 0,
    lastReceivedAt: null,
  },
  lookUpTrouble: null,
};

const told = (change: Partial<ActivationReport>) => formatActivationReport({ ...quiet, ...change });
const { outlook, events } = quiet;

describe('the status of a client', () => {
  test('tells how activations are learnt, and nothing that has not come up', () => {
    expect(told({})).toEqual(['Who has activated is learnt by lists.']);
  });

  test('says plainly that nothing tells of them', () => {
    const ways = { webhook: false, lookUp: false, list: false };
    expect(told({ ways })[0]).toMatch(/^Nothing tells who has activated, so nobody is written to/);
  });

  test('claims nothing of a client that is not configured here', () => {
    expect(told({ ways: null })).toEqual([]);
  });

  test.each<[string, Partial<ActivationReport>, string]>([
    [
      'webhooks that nobody sends',
      { ways: { webhook: true, lookUp: false, list: false } },
      'No webhook has been received in the last 30 days.',
    ],
    [
      'webhooks, and whom they were about',
      { events: { ...events, received: 7, open: 2, unknownPerson: 1, lastReceivedAt: AT } },
      '7 webhooks in the last 30 days, 1 about people unknown here, 2 not handled yet, the last at 2026-11-25 10:30:00 Europe/Berlin',
    ],
    [
      'messages to come',
      { outlook: { ...outlook, resends: 1, nextResendAt: AT } },
      '1 message to send again within 24 h; the next at 2026-11-25 10:30:00 Europe/Berlin',
    ],
    [
      'messages by hand',
      { outlook: { ...outlook, byHand: 2 } },
      '2 messages asked for by hand, still to go out',
    ],
    [
      'people who are given up',
      { outlook: { ...outlook, expiries: 1 } },
      '1 person is given up within 24 h',
    ],
    [
      'invitations that are held',
      { outlook: { ...outlook, held: 3, heldUntil: AT } },
      '3 invitations held, the first until 2026-11-25 10:30:00 Europe/Berlin',
    ],
    [
      'look-ups that fail',
      { lookUpTrouble: { since: AT, code: 'http_403', message: 'Access was refused.' } },
      'LOOK-UP FAILS since 2026-11-25 10:30:00 Europe/Berlin, and nobody is written to again until it works. Access was refused.',
    ],
  ])('tells of %s', (_what, change, line) => {
    expect(told(change)).toContain(line);
  });
});
