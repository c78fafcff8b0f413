import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { noteInjected } from '../../support/injected.js';
import { soak } from './soak.js';

// Started by scripts/soak.mjs, which reads the command line.
const given = z
  .object({
    SOAK_MINUTES: z.coerce.number().positive(),
    SOAK_SEED: z.coerce.number().int(),
    SOAK_ENGINE: z.enum(['redis', 'postgres']),
  })
  .parse(process.env);

const MINUTE_MS = 60_000;
/** Beside the time that is asked for: until everybody is accounted for, and every process has ended. */
const ENDED_WITHIN_MS = 30 * MINUTE_MS;

const durationMs = given.SOAK_MINUTES * MINUTE_MS;
const say = (line: string) => process.stderr.write(`${line}\n`);

test(
  'a soak',
  async () => {
    const { SOAK_ENGINE: engine, SOAK_SEED: seed } = given;
    const report = await soak({
      engine,
      seed,
      durationMs,
      rounds: Number.POSITIVE_INFINITY,
      workers: 3,
      wave: 2_000,
      longestMs: 20_000,
      longestPauseMs: 12_000,
      isShort: false,
      say,
    });
    say(JSON.stringify(report, null, 2));
    const { comparison, people, disturbances, network, vendor } = report;
    const { states, messagedTwice } = comparison;
    const sum = (counts: Readonly<Partial<Record<string, number>>>) =>
      Object.values(counts).reduce<number>((all, times = 0) => all + times, 0);
    noteInjected({
      group: 'soak',
      fault: `everything at random, seed ${seed}, ${given.SOAK_MINUTES} minutes`,
      engine,
      times: sum(disturbances) + sum(network) + sum(vendor),
      people,
      lost: people - (states.invited ?? 0),
      doubled: messagedTwice.length,
      unknown: states.unknown ?? 0,
    });
    expect(report.complaints).toEqual([]);
  },
  durationMs + ENDED_WITHIN_MS,
);
