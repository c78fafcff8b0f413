import { STEADY } from './courses.js';
import { median, medianAndRange, tenthPercent } from './figures.js';
import { JITTER_MS, type PaceCase, type PaceResult } from './pace.js';
import { origin, type Section, table } from './page.js';
import { reachableShare } from './reachable.js';

/** All runs of one case. */
export interface PaceRuns {
  readonly paceCase: PaceCase;
  readonly runs: readonly PaceResult[];
}

const HEADER = [
  'server',
  'calls/s allowed',
  'told',
  'limit',
  'processes',
  'queue on',
  'runs',
  'calls/s let through',
  'share of the pace',
  'reachable',
  'share of the limit',
  '429 in 1,000 calls',
  'aim',
  'met',
];

/** Calls in 1,000 that may be answered 429: where the limit is known, and where it has to be learnt, or changes. */
const REFUSED_KNOWN = 1;
const REFUSED_LEARNT = 10;
const SHARE_LEARNT = 0.9;

const HOW = [
  'The sandbox answers within 50 to 300 ms, in a process of its own; the calls come to it through a further process that',
  'delays each by up to 50 ms. The ledger is the embedded PostgreSQL. Calls are counted where they arrive, from the first to',
  'the last. Before any figure is given, the accounts of the two sides are compared: everybody is there once, has one message',
  'and the same uuid. Figures are medians, with the least and the greatest of the runs. Of those "at once", so many shared the',
  'machine.',
];

export function paceSection(all: readonly PaceRuns[]): Section {
  return {
    heading: 'Using the whole limit',
    lines: [
      'Each run invites as many people as the pace allows in its time. The pace is the share of the limit that Rollcall is told to',
      'use (`ROLLCALL_CAPACITY`): 95 % of a token bucket, 97 % of a fixed and 95.3 % of a sliding window of a second, 98 % of the',
      'others. A bucket holds 5 calls; nginx stands in front of the sandbox with `burst=5 nodelay`. "Reachable" is reckoned',
      '(`bench/reachable.ts`), of what the aim is of: what is left in the long run, at best, for who makes his calls evenly through',
      'this network and obeys each `Retry-After`. A run that is short enough to meet no 429 is above it.',
      ...HOW,
      '',
      ...table(HEADER, all.map(row)),
      '',
      ...origin(),
    ],
  };
}

/** Of limits that Rollcall was told wrong, or that change. */
export function learnSection(all: readonly PaceRuns[]): Section {
  return {
    heading: 'Learning the limit',
    lines: [
      '"Told" is the limit that Rollcall is given, in times the real one; the first minute, in which a wrong one is learnt, is not',
      'counted. A limit that is lowered, or of which another application takes a part, is so in the second quarter of a run, and the',
      'share is that of the calls that were left; nor is the minute counted after that, in which Rollcall has to find out that there are',
      'more again. Where the workers are started anew, only what they do from then on is counted.',
      ...HOW,
      '',
      ...table(HEADER, all.map(row)),
      '',
      ...origin(),
    ],
  };
}

function row({ paceCase, runs }: PaceRuns): string[] {
  const { limiter, rate, told, course, processes, engine } = paceCase;
  const aim = aimOf(paceCase);
  const one = (of: (run: PaceResult) => number, format: (figure: number) => string) =>
    medianAndRange(runs.map(of), format);
  return [
    limiter.title,
    String(rate),
    `${told} ×`,
    course.title,
    String(processes),
    engine,
    runsText(runs),
    one(
      ({ callsPerSecond }) => callsPerSecond,
      (figure) => figure.toFixed(1),
    ),
    one(({ shareOfPace }) => shareOfPace, tenthPercent),
    reachable(paceCase),
    one(({ shareOfLimit }) => shareOfLimit, tenthPercent),
    one(refusedInThousand, (figure) => figure.toFixed(1)),
    `≥ ${aim.share * 100} % of the ${aim.of}, ≤ ${aim.refused} in 1,000`,
    isMet({ paceCase, runs }) ? 'yes' : 'no',
  ];
}

/** Only of the sandbox's own limits is it known what jitter does to them, and while they stay as they are. */
function reachable(paceCase: PaceCase): string {
  const { limiter, capacity, told, course } = paceCase;
  if (limiter.kind === null || told > 1 || course !== STEADY) return '–';
  const ofLimit = reachableShare({ ...paceCase, jitterMs: JITTER_MS });
  return tenthPercent(limiter.aim.of === 'pace' ? ofLimit / capacity : ofLimit);
}

/** Whether the medians of the runs reach what the case is to reach. */
export function isMet({ paceCase, runs }: PaceRuns): boolean {
  const { share, of, refused } = aimOf(paceCase);
  const reached = median(runs.map((run) => (of === 'pace' ? run.shareOfPace : run.shareOfLimit)));
  return reached >= share && median(runs.map(refusedInThousand)) <= refused;
}

function aimOf({ told, course, limiter }: PaceCase) {
  return told === 1 && course === STEADY
    ? { ...limiter.aim, refused: REFUSED_KNOWN }
    : { share: SHARE_LEARNT, of: 'limit', refused: REFUSED_LEARNT };
}

function runsText(runs: readonly PaceResult[]): string {
  const atOnce = Math.max(...runs.map((run) => run.atOnce));
  return atOnce === 1 ? String(runs.length) : `${runs.length}, ${atOnce} at once`;
}

const refusedInThousand = ({ answered429, calls }: PaceResult) => (answered429 / calls) * 1_000;
