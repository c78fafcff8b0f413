import { peopleConcerned, type SyncCounts } from './counts.js';
import type { HoldCode, HoldReason } from './hold-reason.js';

/** How many people, and which share of those known before, may be concerned: held where both are exceeded. */
export interface Bound {
  readonly atLeast: number;
  /** From 0 to 1. */
  readonly share: number;
}

/** When a run is held for a person to look at, with nothing sent or changed. */
export interface Safeguards {
  readonly leavers: Bound;
  /** Changed and moved people together. */
  readonly changes: Bound;
  /** Rows, and the share of its rows, by which an export may be shorter, or longer, than the last one. */
  readonly shrink: Bound;
  readonly grow: Bound;
  /** Share of the rows that may be refused. */
  readonly refused: number;
  /** Whether other columns, or another encoding, than those of the last export hold the run. */
  readonly sameColumns: boolean;
  readonly sameEncoding: boolean;
  /** Whether an export that is older than the last one holds the run. */
  readonly notOlder: boolean;
  /** Whether the first run of a sync is held where it would do more than recognise people. */
  readonly firstRun: boolean;
  /** Ms after which it is told that no new export has come; null: never. It holds nothing. */
  readonly stale: number | null;
}

export const DEFAULT_SAFEGUARDS: Safeguards = {
  leavers: { atLeast: 20, share: 0.2 },
  changes: { atLeast: 20, share: 0.2 },
  shrink: { atLeast: 20, share: 0.3 },
  grow: { atLeast: 20, share: 0.5 },
  refused: 0.1,
  sameColumns: true,
  sameEncoding: true,
  notOlder: true,
  firstRun: true,
  stale: null,
};

/** What an export looks like once it has been read. */
export interface ReadExport {
  readonly rows: number;
  readonly columns: readonly string[];
  readonly encoding: string;
}

/** The same, with what its source says of it. */
export interface ExportLook extends ReadExport {
  /** When it was last changed, as its source says; null where that is not said. */
  readonly modifiedAt: Date | null;
}

/** An export that is to be judged. */
export interface NewExport extends ExportLook {
  /** The last run that has carried out this very export; null: none has. */
  readonly carriedOutBy: number | null;
}

/** The last export that was carried out. */
export interface LastExport extends ExportLook {
  readonly runId: number;
  /** Ms since its run came to its end. */
  readonly agoMs: number;
}

/**
 * Whether a run may be carried out by itself: every reason against it, none where it may. Only numbers count, so
 * that the order of rows cannot matter.
 *
 * @param last the last export that was carried out; null at the first run
 */
export function judge(
  counts: SyncCounts,
  look: NewExport,
  last: LastExport | null,
  safeguards: Safeguards,
): HoldReason[] {
  // Nothing else can be said of an export without people.
  if (counts.rows === 0) return [{ code: 'empty', count: 0, of: counts.before, allowed: null }];
  return [
    ...peopleReasons(counts, safeguards),
    ...refusedReason(counts, safeguards),
    ...(last === null
      ? firstReason(counts, safeguards)
      : [...olderReason(look, last, safeguards), ...lookReasons(look, last, safeguards)]),
  ];
}

function* peopleReasons(counts: SyncCounts, safeguards: Safeguards): Generator<HoldReason> {
  const { before: of } = counts;
  // Whose row cannot be read counts as gone here: a broken export must not pass for a few refusals.
  yield* beyond('leavers', counts.leavers + counts.unclear, of, safeguards.leavers);
  yield* beyond('changes', counts.changed + counts.moved, of, safeguards.changes);
}

function* beyond(
  code: HoldCode,
  count: number,
  of: number,
  { atLeast, share }: Bound,
): Generator<HoldReason> {
  if (count >= atLeast && count > share * of)
    yield { code, count, of, allowed: allowedBy({ atLeast, share }) };
}

function allowedBy({ atLeast: count, share }: Bound): HoldReason['allowed'] {
  return { count, share };
}

function* refusedReason(
  { refused: count, rows: of }: SyncCounts,
  { refused: share }: Safeguards,
): Generator<HoldReason> {
  if (count > share * of) yield { code: 'refused', count, of, allowed: { count: null, share } };
}

function* firstReason(counts: SyncCounts, { firstRun }: Safeguards): Generator<HoldReason> {
  const count = peopleConcerned(counts);
  if (firstRun && count > 0) yield { code: 'first-run', count, of: counts.rows, allowed: null };
}

/** Today's export is not there, or not found: the one before it would make leavers of those who joined since. */
function* olderReason(
  { carriedOutBy, modifiedAt }: NewExport,
  last: LastExport,
  { notOlder }: Safeguards,
): Generator<HoldReason> {
  if (!notOlder) return;
  const isTaken = carriedOutBy !== null && carriedOutBy !== last.runId;
  const isEarlier = modifiedAt !== null && last.modifiedAt !== null && modifiedAt < last.modifiedAt;
  if (isTaken || isEarlier)
    yield { code: 'older', count: isTaken ? carriedOutBy : 0, of: last.runId, allowed: null };
}

function* lookReasons(
  { rows, columns, encoding }: ExportLook,
  last: ExportLook,
  { shrink, grow, sameColumns, sameEncoding }: Safeguards,
): Generator<HoldReason> {
  const of = last.rows;
  if (of - rows >= shrink.atLeast && rows < (1 - shrink.share) * of)
    yield { code: 'shrank', count: rows, of, allowed: allowedBy(shrink) };
  if (rows - of >= grow.atLeast && rows > (1 + grow.share) * of)
    yield { code: 'grew', count: rows, of, allowed: allowedBy(grow) };
  if (sameColumns && columns.join('\n') !== last.columns.join('\n')) {
    const come = columns.filter((heading) => !last.columns.includes(heading));
    const gone = last.columns.filter((heading) => !columns.includes(heading));
    const count = come.length + gone.length;
    yield { code: 'headers', count, of: last.columns.length, allowed: null };
  }
  if (sameEncoding && encoding !== last.encoding)
    yield { code: 'encoding', count: rows, of, allowed: null };
}
