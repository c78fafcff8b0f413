import type { CrashPoint } from '../../../src/observe/crash-point.js';
import type { Stage, StageOptions } from '../stage.js';
import type { Verdict } from '../verdict.js';

/** What came of a situation. */
export interface Played {
  readonly killed: readonly CrashPoint[];
  /** Calls that dead processes had begun and not ended. */
  readonly callsLeft: number;
  readonly verdict: Verdict;
  /** Further things that are not as they should be, in words. */
  readonly wrongs: readonly string[];
}

/** A piece of a company's life in which processes die, one after the other, each at another point. */
export interface Situation {
  readonly name: string;
  /** Whether it can be played with deaths at later occurrences of its points. */
  readonly hasSeveral?: boolean;
  play(options: StageOptions): Promise<Played>;
}

/** Plays on a stage that is closed afterwards, whatever happens. */
export async function on(
  opening: Promise<Stage>,
  act: (stage: Stage) => Promise<Omit<Played, 'killed' | 'callsLeft'>>,
): Promise<Played> {
  const stage = await opening;
  try {
    const acted = await act(stage);
    const { killed, callsLeft } = stage;
    return { killed, callsLeft, ...acted };
  } finally {
    await stage.close();
  }
}
