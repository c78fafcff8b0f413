/** A limit that servers in the field have, and what Rollcall has to reach at it. */
export interface LimiterKind {
  readonly name: string;
  /** What the page calls it. */
  readonly title: string;
  /** How the sandbox is started; null: it has no limit, and nginx stands in front of it. */
  readonly kind: 'token-bucket' | 'fixed-window' | 'sliding-window' | null;
  /** The span in which calls are counted, as people write it. */
  readonly per: 'second' | 'minute';
  /** Calls that the server takes at once. A window has none: what is taken at once is missing later. */
  readonly burst: number;
  /** Share of the limit that Rollcall is told to use. */
  readonly capacity: number;
  /** The least share that it has to reach, and of what: of the pace that it was told, or of the limit. */
  readonly aim: { readonly share: number; readonly of: 'pace' | 'limit' };
  /** Calls a second at which it is tried if nothing is said. */
  readonly rates: readonly number[];
  /** Seconds that a run lasts if nothing is said: more than one span. */
  readonly seconds: number;
}

const BUCKET = { per: 'second', burst: 5, seconds: 30 } as const;
/** Rollcall's own share: what is left over is for live logins. */
const OF_PACE = { capacity: 0.95, aim: { share: 0.98, of: 'pace' } } as const;
/** Who wants 95 % of a limit cannot leave 5 % of it to others. */
const OF_LIMIT = { capacity: 0.98, aim: { share: 0.95, of: 'limit' } } as const;
/** In a second, a network's delays put more calls together than a window takes, unless so much is left for them. */
const FIXED = { ...OF_LIMIT, capacity: 0.97 } as const;
const SLIDING = { ...OF_LIMIT, capacity: 0.953 } as const;
const SECOND = { per: 'second', burst: 1, rates: [50], seconds: 30 } as const;
const MINUTE = { per: 'minute', burst: 1, rates: [10], seconds: 90, ...OF_LIMIT } as const;

export const LIMITERS: readonly LimiterKind[] = [
  {
    name: 'token-bucket',
    title: 'token bucket',
    kind: 'token-bucket',
    rates: [10, 50, 100],
    ...BUCKET,
    ...OF_PACE,
  },
  { name: 'fixed-1s', title: 'fixed window of 1 s', kind: 'fixed-window', ...SECOND, ...FIXED },
  { name: 'fixed-1m', title: 'fixed window of 1 min', kind: 'fixed-window', ...MINUTE },
  {
    name: 'sliding-1s',
    title: 'sliding window of 1 s',
    kind: 'sliding-window',
    ...SECOND,
    ...SLIDING,
  },
  { name: 'sliding-1m', title: 'sliding window of 1 min', kind: 'sliding-window', ...MINUTE },
  {
    name: 'nginx',
    title: 'nginx `limit_req`',
    kind: null,
    rates: [50],
    ...BUCKET,
    ...OF_LIMIT,
  },
];

/** A limit of so many calls a second in the words of the kind: `3000 per minute`. */
export function limitText(per: LimiterKind['per'], callsPerSecond: number): string {
  return `${callsPerSecond * (per === 'minute' ? 60 : 1)} per ${per}`;
}

/** The same as the sandbox has it among its settings. */
export function rateLimitSetting(
  { kind, per, burst }: Pick<LimiterKind, 'kind' | 'per' | 'burst'>,
  callsPerSecond: number,
) {
  const calls = callsPerSecond * (per === 'minute' ? 60 : 1);
  const limit = { calls, per, kind: kind ?? 'token-bucket' };
  return limit.kind === 'token-bucket' ? { ...limit, burst } : limit;
}

/** Arguments of `rollcall sandbox` for a server that limits so. */
export function sandboxArguments({ kind, per, burst }: LimiterKind, rate: number): string[] {
  if (kind === null) return [];
  const limit = ['--limit', limitText(per, rate), '--window', kind];
  return kind === 'token-bucket' ? [...limit, '--burst', String(burst)] : limit;
}
