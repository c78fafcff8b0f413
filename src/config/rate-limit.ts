const UNITS_MS: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

const PATTERN =
  /^([\d.,_ ]*\d)\s*(?:calls?\s*)?(?:per|an?|\/)\s*(second|minute|hour|day|sec|min|s|m|h|d)$/;
const SHORT: Readonly<Record<string, string>> = {
  s: 'second',
  sec: 'second',
  m: 'minute',
  min: 'minute',
  h: 'hour',
  d: 'day',
};

/**
 * Reads a limit as people write it: `600 per minute`, `100/hour`, `10 per s`, `6,000 per minute`.
 *
 * @returns calls and the span in ms, or null where the text is no limit
 */
export function parseRateLimit(text: string): { calls: number; perMs: number } | null {
  const match = PATTERN.exec(text.trim().toLowerCase());
  const [, digits, unit] = match ?? [];
  if (digits === undefined || unit === undefined) return null;
  const calls = Number(digits.replace(/(?<=\d)[,_ ](?=\d{3}(?!\d))/g, ''));
  const perMs = UNITS_MS[SHORT[unit] ?? unit];
  if (perMs === undefined || !Number.isFinite(calls) || calls <= 0) return null;
  return { calls, perMs };
}

/** `{ calls: 600, perMs: 60000 }` as `600 per minute`. */
export function formatRateLimit({ calls, perMs }: { calls: number; perMs: number }): string {
  const unit = Object.entries(UNITS_MS).find(([, ms]) => ms === perMs)?.[0] ?? `${perMs} ms`;
  return `${calls} per ${unit}`;
}
