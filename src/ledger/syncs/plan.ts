import type { SyncCounts } from '../../sync/counts.js';
import type { HoldReason } from '../../sync/hold-reason.js';
import type { LeaversChoice } from '../../sync/leavers-choice.js';
import { type Connection, run } from '../statement.js';
import { runLost } from './runs.js';

/** Whose export it is, and whose invites its people have. */
export interface SyncScope {
  readonly runId: number;
  readonly syncId: number;
  readonly clientId: number;
  readonly authType: 'email' | 'sms';
}

/**
 * Compares the staged rows with the people of the sync and writes the plan down: what each row is, and everybody who is not
 * as before. In sets, whatever the number of people. Once for each run; it need be no transaction, as nobody else looks at what is
 * staged.
 *
 * People are matched by employee number, and where that finds nobody by address or number: so a sync may go over from one to
 * the other, and an address that is passed on stays the one invite that there may be of it. A number alone does not bring
 * back whoever has left, since it may have been given anew. Whether somebody is back is judged by their invite and by what
 * suppresses them: a run that broke off, or another sync, may have taken them for gone.
 */
export async function comparePeople(
  connection: Connection,
  { runId, syncId, clientId, authType }: SyncScope,
): Promise<SyncCounts> {
  // Each looks at what the ones before have left.
  await run(connection, 'sync/analyze-rows');
  await run(connection, 'sync/mark-repeats', [runId]);
  await run(connection, 'sync/judge-rows', [runId, syncId, clientId, authType]);
  await run(connection, 'sync/analyze-rows');
  await run(connection, 'sync/add-changes', [runId, syncId]);
  await run(connection, 'sync/analyze-changes');
  const [counts] = await run<SyncCounts & Record<string, unknown>>(connection, 'sync/count-plan', [
    runId,
    syncId,
  ]);
  if (counts === undefined) throw new Error('Expected count-plan to return its counts');
  return counts;
}

/** A run for a plan that is only looked at. The caller rolls its transaction back. */
export async function addPlanRun(connection: Connection, syncId: number): Promise<number> {
  const [added] = await run<{ id: number }>(connection, 'sync/add-plan-run', [syncId]);
  if (added === undefined) throw new Error('Expected add-plan-run to return the id');
  return added.id;
}

/** What a plan does, by the settings that it was made with. */
export interface PlanSettings {
  readonly leavers: LeaversChoice;
  /** Whether Next Identity is told of changed people who have been invited. */
  readonly updatesUsers: boolean;
}

/**
 * Writes down what the run would do and why it is held; without reasons it goes on to carry the plan out.
 *
 * @throws RollcallError `sync.run_lost`
 */
export async function savePlan(
  connection: Connection,
  runId: number,
  counts: SyncCounts,
  reasons: readonly HoldReason[],
  { leavers, updatesUsers }: PlanSettings,
): Promise<void> {
  const values = [runId, JSON.stringify(counts), JSON.stringify(reasons), leavers, updatesUsers];
  const saved = await run(connection, 'sync/save-plan', values);
  if (saved.length === 0) throw runLost(runId);
}

/** The data of a person, as an export has them. */
export interface PersonData {
  readonly identifier: string;
  readonly employeeNumber: string | null;
  readonly profile: Readonly<Record<string, string | boolean>>;
  readonly locale: string | null;
  readonly timeZone: string | null;
}

/** Somebody who is not as before. */
export interface SyncChange {
  readonly id: number;
  readonly kind: 'joiner' | 'changed' | 'moved' | 'returned' | 'leaver' | 'unclear';
  /** Line of the export; null: in no row. */
  readonly line: number | null;
  readonly inviteId: number | null;
  readonly before: PersonData | null;
  readonly after: PersonData | null;
  /** What was done about it; null: nothing, or not yet. */
  readonly result:
    | 'taken-in'
    | 'updated'
    | 'update-asked'
    | 'invited-anew'
    | 'cancelled'
    | 'suppressed'
    | 'reported'
    | 'under-way'
    | null;
}

const PAGE = 1_000;

/** The plan of a run in the order of its rows, those who are in none at the end; read page by page. */
export async function* readChanges(
  connection: Connection,
  runId: number,
): AsyncGenerator<SyncChange> {
  let last = 0;
  for (;;) {
    const values = [runId, last, PAGE];
    const page = await run<SyncChange & Record<string, unknown>>(
      connection,
      'sync/list-changes',
      values,
    );
    yield* page;
    const end = page.at(-1);
    if (end === undefined || page.length < PAGE) return;
    last = end.id;
  }
}
