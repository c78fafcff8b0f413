import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { ENGINES } from '../../support/engines.js';
import { type Crossing, everybodyAccountedFor, openCrossing } from './invite-through.js';
import { NETWORK_FAULT_KINDS, NETWORK_FAULTS, type NetworkFaultKind } from './network-fault.js';

jest.setTimeout(240_000);

const PEOPLE = 200;

// Each of those waits until its time is up: network.chaos.test.ts has them.
const quick = NETWORK_FAULT_KINDS.filter((kind) => !NETWORK_FAULTS[kind].isSilent);

let crossing: Crossing;
afterEach(() => crossing.close());

describe.each(ENGINES)('a network that does everything at once, on %s,', (engine) => {
  test('loses nobody, doubles nobody, and leaves in doubt exactly whose answer it lost', async () => {
    crossing = await openCrossing(engine, { seed: 8, jitterMs: 30 });
    // A person may meet several in turn, so that doubts come up and are cleared up in every order.
    const shares = quick.map((kind: NetworkFaultKind) => ({ kind, share: 0.025, count: 8 }));
    crossing.network.add(...shares);
    const arrival = await crossing.invite(PEOPLE);
    expect(arrival).toEqual(everybodyAccountedFor(PEOPLE, arrival));
    expect(arrival.answersLost.size).toBeGreaterThan(10);
    expect(Object.keys(crossing.network.met()).sort()).toEqual([...quick].sort());
  });
});
