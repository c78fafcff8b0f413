import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { CRASH_POINTS } from '../../src/observe/crash-point.js';
import { ENGINES } from '../support/engines.js';
import { type Play, playTogether } from './play-together.js';
import { SITUATIONS } from './situations/index.js';
import type { Played } from './situations/situation.js';

// A deadline for a hung test: a hundred processes are started one after the other and side by side.
jest.setTimeout(900_000);

/** Other tests run beside this one. */
const AT_ONCE = 4;

/** Each situation on one of the engines; npm run chaos plays all on both. */
const PLAYS = SITUATIONS.map((situation, n): Play => {
  const engine = ENGINES[n % ENGINES.length] ?? 'redis';
  const options = { engine, occurrence: 1, isPatient: false };
  return { what: `${situation.name}, on ${engine}`, situation, options };
});

let playing: Map<string, Promise<Played>>;
beforeAll(() => {
  playing = playTogether(PLAYS, AT_ONCE);
});

describe('processes that are killed', () => {
  test.each(PLAYS)('in $what, leave nobody behind and double nothing', async ({ what }) => {
    const played = await playing.get(what);
    expect(played?.wrongs).toEqual([]);
    expect(played?.verdict).toMatchObject({
      ...{ lost: [], doubled: [], unknown: 0 },
      callsLost: played?.callsLeft,
    });
  });

  test('have died at every point that there is', async () => {
    const all = await Promise.all(playing.values());
    const reached = new Set(all.flatMap(({ killed }) => killed));
    expect(CRASH_POINTS.filter((point) => !reached.has(point))).toEqual([]);
  });
});
