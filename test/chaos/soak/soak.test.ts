import { expect, jest, test } from '@jest/globals';
import { ENGINES, type EngineKind } from '../../support/engines.js';
import { type SoakReport, soak } from './soak.js';

jest.setTimeout(480_000);

/** The short form of `npm run soak`, always with the same choices: one of nearly every kind on both engines. */
async function soakShortly(engine: EngineKind): Promise<SoakReport> {
  const said: string[] = [];
  const inVain = (cause: unknown) => {
    throw new Error(`On ${engine}:\n${said.join('\n')}`, { cause });
  };
  const report = await soak({
    engine,
    seed: 2_467,
    durationMs: Number.POSITIVE_INFINITY,
    rounds: 8,
    workers: 3,
    wave: 300,
    longestMs: 500,
    longestPauseMs: 500,
    isShort: true,
    say: (line) => said.push(line),
  }).catch(inVain);
  return report.complaints.length === 0 ? report : inVain(report.complaints);
}

// Both at once, as most of the time is spent waiting for what has been killed to be known as dead.
test('with faults of all kinds at random, and processes killed, everybody is invited once, and every process ends by itself', async () => {
  for (const report of await Promise.all(ENGINES.map(soakShortly))) {
    expect(report.comparison.created).toBe(report.people);
    expect(Object.keys(report.disturbances).length).toBeGreaterThan(6);
  }
});
