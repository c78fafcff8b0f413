import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { CRASH_POINTS } from '../../src/observe/crash-point.js';
import { ENGINES, type EngineKind } from '../support/engines.js';
import { noteInjected } from '../support/injected.js';
import { type Play, playTogether } from './play-together.js';
import { SITUATIONS } from './situations/index.js';
import type { Played } from './situations/situation.js';

// Each death is waited for by all who come after it: twenty seconds, a dozen times.
jest.setTimeout(2_400_000);

const AT_ONCE = 6;

/** The first time that a point is reached, in time that really passes, and later ones. */
function playsOn(engine: EngineKind): Play[] {
  const first = SITUATIONS.map((situation): Play => {
    const options = { engine, occurrence: 1, isPatient: true };
    return { what: situation.name, situation, options };
  });
  const later = SITUATIONS.filter(({ hasSeveral }) => hasSeveral === true).flatMap((situation) =>
    [2, 3].map((occurrence): Play => {
      const options = { engine, occurrence, isPatient: false };
      return { what: `${situation.name}, at occurrence ${occurrence}`, situation, options };
    }),
  );
  return [...first, ...later];
}

function note(engine: EngineKind, { killed, verdict }: Played): void {
  const { people, lost, doubled, unknown } = verdict;
  for (const point of new Set(killed)) {
    const times = killed.filter((one) => one === point).length;
    const counts = { people, lost: lost.length, doubled: doubled.length, unknown };
    noteInjected({
      group: 'crash points',
      fault: `killed at "${point}"`,
      engine,
      times,
      ...counts,
    });
  }
}

describe.each(ENGINES)('processes that are killed, with the queue on %s', (engine) => {
  const plays = playsOn(engine);
  let playing: Map<string, Promise<Played>>;
  beforeAll(() => {
    playing = playTogether(plays, AT_ONCE);
  });

  test.each(plays)('in $what, leave nobody behind and double nothing', async ({ what }) => {
    const played = await playing.get(what);
    if (played === undefined) throw new Error(`Expected ${what} to be played`);
    note(engine, played);
    expect(played.wrongs).toEqual([]);
    expect(played.verdict).toMatchObject({
      ...{ lost: [], doubled: [], unknown: 0 },
      callsLost: played.callsLeft,
    });
  });

  test('have died at every point that there is', async () => {
    const all = await Promise.all(playing.values());
    const reached = new Set(all.flatMap(({ killed }) => killed));
    expect(CRASH_POINTS.filter((point) => !reached.has(point))).toEqual([]);
  });
});
