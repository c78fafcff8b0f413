import type { Sample } from './hand.js';

/** What a process held in the middle third of its time, and in the last one; means of the samples. */
export interface Holding {
  readonly middle: Sample;
  readonly last: Sample;
  readonly complaints: readonly string[];
}

// Generous: a heap breathes, and what leaks over an hour leaks far more than this.
const RSS_GROWTH = 1.25;
const RSS_SLACK_MB = 20;
const HANDLES_SLACK = 20;

/** Compares the thirds of a run; null where there are too few samples to say anything. */
export function flatness(samples: readonly (Sample | null)[]): Holding | null {
  const known = samples.filter((sample) => sample !== null);
  const third = Math.floor(known.length / 3);
  if (third === 0) return null;
  const middle = meanOf(known.slice(third, 2 * third));
  const last = meanOf(known.slice(-third));
  const complaints: string[] = [];
  if (last.rssMb > middle.rssMb * RSS_GROWTH + RSS_SLACK_MB) {
    complaints.push(`A worker grew from ${middle.rssMb} to ${last.rssMb} MB`);
  }
  if (last.handles > middle.handles + HANDLES_SLACK) {
    complaints.push(`A worker went from ${middle.handles} open handles to ${last.handles}`);
  }
  return { middle, last, complaints };
}

function meanOf(samples: readonly Sample[]): Sample {
  const mean = (pick: (sample: Sample) => number) =>
    Math.round(samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length);
  return { rssMb: mean(({ rssMb }) => rssMb), handles: mean(({ handles }) => handles) };
}
