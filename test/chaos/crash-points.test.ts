import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { CRASH_POINTS } from '../../src/observe/crash-point.js';
import { ENGINES } from '../support/engines.js';
import { SITUATIONS } from './situations/index.js';
import type { Played } from './situations/situation.js';

// A deadline for a hung test: a hundred processes are started one after the other and side by side.
jest.setTimeout(900_000);

/** Each situation on one of the engines; npm run chaos plays all on both. Together, since they mostly wait. */
const PLAYED = SITUATIONS.map((situation, n) => {
  const engine = ENGINES[n % ENGINES.length] ?? 'redis';
  return { ...situation, engine };
});

const plays = new Map<string, Promise<Played>>();
beforeAll(() => {
  for (const { name, engine, play } of PLAYED) {
    const playing = play({ engine, occurrence: 1, isPatient: false });
    // Its own test tells of a failure; until then it is nobody's.
    playing.catch(() => undefined);
    plays.set(name, playing);
  }
});

describe('processes that are killed', () => {
  test.each(PLAYED)(
    'in $name, on $engine, leave nobody behind and double nothing',
    async ({ name }) => {
      const played = await plays.get(name);
      expect(played?.wrongs).toEqual([]);
      expect(played?.verdict).toMatchObject({
        lost: [],
        doubled: [],
        unknown: 0,
        callsLost: played?.callsLeft,
      });
    },
  );

  test('have died at every point that there is', async () => {
    const all = await Promise.all(plays.values());
    const reached = new Set(all.flatMap(({ killed }) => killed));
    expect(CRASH_POINTS.filter((point) => !reached.has(point))).toEqual([]);
  });
});
