import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { newAuthority } from '../../next-identity/self-signed.js';
import { ENGINES, type EngineKind } from '../../support/engines.js';
import { noteInjected } from '../../support/injected.js';
import { until } from '../../support/until.js';
import {
  type Arrival,
  type Crossing,
  everybodyAccountedFor,
  openCrossing,
} from './invite-through.js';
import { NETWORK_FAULT_KINDS, NETWORK_FAULTS } from './network-fault.js';

jest.setTimeout(600_000);

let crossing: Crossing;
afterEach(() => crossing.close());

/** Both sides' accounts, as they have to be; and a line for the table of faults. */
function expectAccountedFor(
  engine: EngineKind,
  fault: string,
  times: number,
  people: number,
  arrival: Arrival,
): void {
  const { states, messagedTwice } = arrival;
  const unknown = states.unknown ?? 0;
  const lost = people - (states.invited ?? 0) - unknown;
  const doubled = messagedTwice.length;
  noteInjected({ group: 'network', fault, engine, times, people, lost, doubled, unknown });
  expect(arrival).toEqual(everybodyAccountedFor(people, arrival));
}

describe.each(ENGINES)('between %s and Next Identity', (engine) => {
  test.each(NETWORK_FAULT_KINDS)('one call in three meets %s', async (kind) => {
    crossing = await openCrossing(engine, { seed: 3, jitterMs: 20 });
    // Whoever meets several silences in turn waits for minutes.
    const count = NETWORK_FAULTS[kind].isSilent ? 20 : 60;
    crossing.network.add({ kind, share: 1 / 3, count });
    const arrival = await crossing.invite(100);
    const times = crossing.network.met()[kind] ?? 0;
    expect(times).toBeGreaterThanOrEqual(20);
    expectAccountedFor(engine, NETWORK_FAULTS[kind].words, times, 100, arrival);
  });

  test('a thousand 500s in a row cost time, and nobody', async () => {
    crossing = await openCrossing(engine);
    crossing.network.add({ kind: '500', count: 1_000 });
    // Each of them is called five times in vain, of the twelve after which a person counts as failed.
    const arrival = await crossing.invite(250);
    expect(crossing.network.met()['500']).toBe(1_000);
    expectAccountedFor(
      engine,
      'a 500 in place of the answer, a thousand in a row',
      1_000,
      250,
      arrival,
    );
  });

  test('calls are slow, and overtake one another', async () => {
    crossing = await openCrossing(engine, { jitterMs: 3_000 });
    const arrival = await crossing.invite(300);
    expectAccountedFor(engine, 'up to 6 s on the way', crossing.calls(), 300, arrival);
  });

  test('all connections are reset at once, again and again', async () => {
    crossing = await openCrossing(engine, { jitterMs: 100 });
    const workers = await crossing.begin(400);
    for (const calls of [40, 80, 120, 160, 200, 240]) {
      await until(`${calls} calls have come`, () => crossing.calls() >= calls);
      crossing.network.cut();
    }
    const arrival = await crossing.end(workers);
    expect(arrival.answersLost.size).toBeGreaterThan(0);
    expectAccountedFor(engine, 'all connections reset at once', 6, 400, arrival);
  });

  test('nobody listens for a while', async () => {
    crossing = await openCrossing(engine, { jitterMs: 20 });
    const workers = await crossing.begin(400);
    for (const inVain of [50, 150]) {
      await until('somebody is invited', () => crossing.calls() >= inVain);
      await crossing.network.goDown();
      await until('calls are made in vain', async () => {
        return (await crossing.callsEnded('unreachable')) >= inVain;
      });
      await crossing.network.comeUp();
    }
    const arrival = await crossing.end(workers);
    expectAccountedFor(engine, 'nobody listened for a while', 2, 400, arrival);
  });

  test('the certificate expires, and is renewed', async () => {
    const authority = newAuthority();
    const directory = mkdtempSync(join(tmpdir(), 'rollcall-authority-'));
    const trusted = join(directory, 'authority.pem');
    writeFileSync(trusted, authority.cert);
    const tls = authority.issue(inSeconds(3_600));
    // A connection that was made in time is good for as long as it lasts: only a new one sees the certificate.
    const options = { tls, isOneCallEach: true, jitterMs: 20 };
    crossing = await openCrossing(engine, options, { NODE_EXTRA_CA_CERTS: trusted });
    const workers = await crossing.begin(400);
    await until('somebody is invited', () => crossing.calls() >= 50);
    crossing.network.renew(authority.issue(inSeconds(2)));
    await until('calls are made in vain', async () => {
      return (await crossing.callsEnded('unreachable')) >= 50;
    });
    crossing.network.renew(authority.issue(inSeconds(3_600)));
    const arrival = await crossing.end(workers);
    rmSync(directory, { recursive: true, force: true });
    const times = await crossing.callsEnded('unreachable');
    expectAccountedFor(engine, 'the certificate had expired', times, 400, arrival);
  });
});

function inSeconds(seconds: number): Date {
  return new Date(Date.now() + seconds * 1_000);
}
