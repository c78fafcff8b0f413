import { isDeepStrictEqual } from 'node:util';
import type { Pool } from 'pg';
import { findPeople, type KnownPerson } from '../src/ledger/known-people.js';
import {
  FirstRows,
  type Person,
  type Roster,
  type RosterProblem,
  type RosterRow,
} from '../src/roster/index.js';
import { refuseSuppressed } from './refuse-suppressed.js';

/** What an import of a roster would do; the counts are those that its batch would have. */
export interface RosterPlan {
  /** `rows = added + known + updated + differing + duplicates + conflicts + rejected`. */
  readonly rows: number;
  /** People who would be invited. */
  readonly added: number;
  /** People whom the client has already with the same data. */
  readonly known: number;
  /** People whom the client has with other data, which would be replaced; and those whose data stay, being called already. */
  readonly updated: number;
  readonly differing: number;
  /** Rows that repeat an earlier row of the file with the same data, and with other data. */
  readonly duplicates: number;
  readonly conflicts: number;
  /** The first few of the conflicts. */
  readonly conflicting: readonly Conflict[];
  /** People to be invited whom another client has already, by that client's name. */
  readonly elsewhere: Readonly<Record<string, number>>;
  readonly rejected: number;
  readonly problems: readonly PlannedProblem[];
  /** The first few people as they would be sent, each once. */
  readonly samples: readonly Person[];
}

/** Two rows of one person with different data. */
export interface Conflict {
  readonly line: number;
  readonly firstLine: number;
}

export interface PlannedProblem {
  readonly code: string;
  readonly message: string;
  readonly rows: number;
  /** Lines of the first few. */
  readonly lines: readonly number[];
}

export interface PlanContext {
  readonly pool: Pool;
  /** Null where the ledger does not know the client yet. */
  readonly clientId: number | null;
  readonly authType: 'email' | 'sms';
  /** Stops between two sets of rows. */
  readonly signal?: AbortSignal;
}

const SET = 1_000;
const SAMPLES = 3;
const LINES_SHOWN = 5;
const CONFLICTS_SHOWN = 20;

/**
 * Reads a roster to its end and compares its people with the ledger. Writes nothing and calls nobody. The memory that it
 * takes grows by some thirty bytes for each person of the file: to tell repetitions apart, each has to be remembered.
 *
 * @throws RollcallError of the reader where the file breaks off, and the signal's reason once that is aborted
 */
export async function planRoster(roster: Roster, context: PlanContext): Promise<RosterPlan> {
  const tally = new Tally();
  let set: { line: number; person: Person }[] = [];
  const flush = async () => {
    context.signal?.throwIfAborted();
    const identifiers = set.map(({ person }) => person.identifier);
    const { pool, clientId, authType } = context;
    const known = await findPeople(pool, clientId, authType, identifiers);
    tally.compare(set, known);
    set = [];
  };
  for await (const row of refuseSuppressed(context.pool, context.authType, roster.rows)) {
    const person = tally.take(row);
    if (person !== null) set.push({ line: row.line, person });
    if (set.length === SET) await flush();
  }
  if (set.length > 0) await flush();
  return tally.plan();
}

class Tally {
  #rows = 0;
  #added = 0;
  #known = 0;
  #updated = 0;
  #differing = 0;
  #duplicates = 0;
  #conflicts = 0;
  #rejected = 0;
  readonly #conflicting: Conflict[] = [];
  readonly #elsewhere = new Map<string, number>();
  readonly #problems = new Map<string, { problem: RosterProblem; rows: number; lines: number[] }>();
  readonly #samples: Person[] = [];
  readonly #firstRows = new FirstRows();

  /** Counts a row. Returns its person where the ledger has to be asked about it. */
  take(row: RosterRow): Person | null {
    this.#rows += 1;
    if ('problems' in row) {
      this.#rejected += 1;
      for (const problem of row.problems) this.#note(problem, row.line);
      return null;
    }
    const { person, line } = row;
    const { identifier, profile, locale, employeeNumber } = person;
    const data = JSON.stringify([profile, locale, employeeNumber]);
    const first = this.#firstRows.meet(identifier, data, line);
    if (first === null) {
      if (this.#samples.length < SAMPLES) this.#samples.push(person);
      return person;
    }
    if (first.isSame) this.#duplicates += 1;
    else this.#noteConflict({ line, firstLine: first.line });
    return null;
  }

  compare(people: readonly { person: Person }[], known: readonly KnownPerson[]): void {
    const ours = new Map(known.filter(({ isOurs }) => isOurs).map((one) => [one.identifier, one]));
    const others = known.filter(({ isOurs }) => !isOurs);
    for (const { person } of people) {
      const before = ours.get(person.identifier);
      if (before === undefined) this.#added += 1;
      else if (isSame(person, before)) this.#known += 1;
      else if (before.takesNewData) this.#updated += 1;
      else this.#differing += 1;
    }
    for (const { client, identifier } of others) {
      if (!ours.has(identifier))
        this.#elsewhere.set(client, (this.#elsewhere.get(client) ?? 0) + 1);
    }
  }

  plan(): RosterPlan {
    const problems = [...this.#problems.values()].map(({ problem, rows, lines }) => ({
      code: problem.code,
      message: problem.message,
      rows,
      lines,
    }));
    return {
      rows: this.#rows,
      added: this.#added,
      known: this.#known,
      updated: this.#updated,
      differing: this.#differing,
      duplicates: this.#duplicates,
      conflicts: this.#conflicts,
      conflicting: this.#conflicting,
      elsewhere: Object.fromEntries(this.#elsewhere),
      rejected: this.#rejected,
      problems: problems.sort((a, b) => b.rows - a.rows),
      samples: this.#samples,
    };
  }

  #noteConflict(conflict: Conflict): void {
    this.#conflicts += 1;
    if (this.#conflicting.length < CONFLICTS_SHOWN) this.#conflicting.push(conflict);
  }

  #note(problem: RosterProblem, line: number): void {
    const key = `${problem.code}\n${problem.message}`;
    const group = this.#problems.get(key) ?? { problem, rows: 0, lines: [] };
    group.rows += 1;
    if (group.lines.length < LINES_SHOWN) group.lines.push(line);
    this.#problems.set(key, group);
  }
}

function isSame(person: Person, before: KnownPerson): boolean {
  return (
    person.locale === before.locale &&
    person.employeeNumber === before.employeeNumber &&
    isDeepStrictEqual({ ...person.profile }, { ...before.profile })
  );
}
