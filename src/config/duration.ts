import { z } from 'zod';

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const PATTERN = /^(\d{1,5}) ?([smhdw])$/;
const EXPECTED = 'Expected a span like "3d", "12h", "30m" or "2w"';

/**
 * Reads a span as people write it in settings and options: `45s`, `30m`, `12h`, `3d`, `2w`. A day is 24 hours.
 *
 * @returns ms, or null where the text is no span
 */
export function parseDuration(text: string): number | null {
  const [, count, unit] = PATTERN.exec(text) ?? [];
  const ms = Object.entries(UNITS_MS).find(([name]) => name === unit)?.[1];
  return ms === undefined ? null : Number(count) * ms;
}

/** Back to such a text, in the largest unit up to days that it is a whole number of: `3d`, and `36h` for a day and a half. */
export function writeDuration(ms: number): string {
  const fitting = Object.entries(UNITS_MS).filter(
    ([unit, unitMs]) => unit !== 'w' && ms % unitMs === 0,
  );
  const [unit, unitMs] = fitting.at(-1) ?? ['s', UNITS_MS.s];
  return `${ms / unitMs}${unit}`;
}

/** A span in the configuration, in ms once it is read. */
export const durationSchema = z
  .string({ error: EXPECTED })
  .regex(PATTERN, { error: EXPECTED, abort: true })
  .transform((text) => parseDuration(text) ?? Number.NaN);
