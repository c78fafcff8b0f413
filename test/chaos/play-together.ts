import pLimit from 'p-limit';
import type { Played, Situation } from './situations/situation.js';
import type { StageOptions } from './stage.js';

export interface Play {
  readonly what: string;
  readonly situation: Situation;
  readonly options: StageOptions;
}

/**
 * Begins to play situations side by side, since they mostly wait. Each test awaits its own, by `what`.
 *
 * @param most that are played at once
 */
export function playTogether(plays: readonly Play[], most: number): Map<string, Promise<Played>> {
  const atOnce = pLimit(most);
  const playing = new Map<string, Promise<Played>>();
  for (const { what, situation, options } of plays) {
    const played = atOnce(() => situation.play(options));
    // Its own test tells of a failure; until then it is nobody's.
    played.catch(() => undefined);
    playing.set(what, played);
  }
  return playing;
}
