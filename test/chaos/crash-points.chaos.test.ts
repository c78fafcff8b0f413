import { beforeAll, describe, expect, test } from '@jest/globals';
import { CRASH_POINTS } from '../../src/observe/crash-point.js';
import { ENGINES, type EngineKind } from '../support/engines.js';
import { noteInjected } from '../support/injected.js';
import { SITUATIONS } from './situations/index.js';
import type { Played, Situation } from './situations/situation.js';
import type { StageOptions } from './stage.js';

/** Each death is waited for by all who come after it: twenty seconds, a dozen times. */
const WITHIN_MS = 1_800_000;

type Play = readonly [what: string, situation: Situation, options: StageOptions];

/** The first time that a point is reached, in time that really passes, and later ones. */
function playsOn(engine: EngineKind): Play[] {
  const first = SITUATIONS.map(
    (one): Play => [one.name, one, { engine, occurrence: 1, isPatient: true }],
  );
  const later = SITUATIONS.filter(({ hasSeveral }) => hasSeveral === true).flatMap((one) =>
    [2, 3].map(
      (occurrence): Play => [
        `${one.name}, at occurrence ${occurrence}`,
        one,
        { engine, occurrence, isPatient: false },
      ],
    ),
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
  const playing = new Map<string, Promise<Played>>();
  // Together, since they mostly wait.
  beforeAll(() => {
    for (const [what, { play }, options] of plays) {
      const played = play(options);
      // Its own test tells of a failure; until then it is nobody's.
      played.catch(() => undefined);
      playing.set(what, played);
    }
  });

  test.each(plays)(
    'in %s, leave nobody behind and double nothing',
    async (what) => {
      const played = await playing.get(what);
      if (played === undefined) throw new Error(`Expected ${what} to be played`);
      note(engine, played);
      expect(played.wrongs).toEqual([]);
      expect(played.verdict).toMatchObject({
        ...{ lost: [], doubled: [], unknown: 0 },
        callsLost: played.callsLeft,
      });
    },
    WITHIN_MS,
  );

  test('have died at every point that there is', async () => {
    const all = await Promise.all(playing.values());
    const reached = new Set(all.flatMap(({ killed }) => killed));
    expect(CRASH_POINTS.filter((point) => !reached.has(point))).toEqual([]);
  });
});
