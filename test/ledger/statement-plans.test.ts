import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { z } from 'zod';
import { ledgerOperations } from '../../bench/ledger-operations.js';
import { newClient } from '../../bench/new-client.js';
import { seedLedger } from '../../bench/seed-ledger.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';

/** So many people that reading all of them is never the cheapest way to find a few. */
const PEOPLE = 40_000;

/** More than any window, batch of work or page; far fewer than there are people. */
const FEW = 3_000;

/** Tables that grow with the people. */
const LARGE = ['invite', 'attempt', 'roster_row', 'invite_history'];

interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** What a plan says of one of its steps once it has been carried out; absent where it does not apply. */
const planFields = {
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Actual Rows': z.number(),
  'Actual Loops': z.number(),
  'Rows Removed by Filter': z.number().default(0),
  'Rows Removed by Index Recheck': z.number().default(0),
};
interface PlanNode extends z.output<z.ZodObject<typeof planFields>> {
  Plans: PlanNode[];
}
const planNode: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({ ...planFields, Plans: z.array(planNode).default([]) }),
);
const explained = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: planNode })]) })]);

describe('the plans of statements on a large ledger', () => {
  let bed: LedgerBed;
  const sent = new Map<string, Statement[]>();
  beforeAll(async () => {
    bed = await openLedgerBed();
    const { pool } = bed;
    const seeded = await seedLedger(pool, (await newClient(pool, tmpdir())).id, PEOPLE);
    const query = jest.spyOn(pg.Client.prototype, 'query');
    for (const [n, { group, name, run }] of ledgerOperations(pool, seeded).entries()) {
      query.mockClear();
      await run(n);
      sent.set(
        `${group}: ${name}`,
        query.mock.calls.flatMap(([config]) => statementOf(config)),
      );
    }
    query.mockRestore();
  });
  afterAll(() => bed.close());

  const reads = async (operation: string) => {
    const statements = sent.get(operation) ?? [];
    expect(statements.length).toBeGreaterThan(0);
    const plans = await Promise.all(statements.map((statement) => readsOf(bed.pool, statement)));
    return plans.flat();
  };

  test.each([
    'call: claim, and release',
    'call: claim, and its end',
    'sweep: lost calls',
    'sweep: count of jobs',
    'sweep: jobs that ought to be',
    'sweep: next people queued',
    'sweep: unplanned',
    'sweep: due resends',
    'sweep: people given up',
    'sweep: due updates',
    'sweep: due look-ups',
    'sweep: people in doubt',
    'sweep: counts brought up to date',
    'status: states of all',
    'status: states of a batch',
    'status: reasons',
    'status: reasons of a batch',
    'status: open people',
    'status: open people of a batch',
    'status: latest batches',
    'status: calls of the last minute',
    'status: outlook',
    'status: events',
    'list: first page',
    'list: first page of the queued',
    'list: first page of the failed, of all clients',
  ])('read no large table from end to end: %s', async (operation) => {
    expect(await reads(operation)).toEqual([]);
  });
});

const named = z.object({ name: z.string(), text: z.string(), values: z.array(z.unknown()) });

/** Only statements of `src/ledger/sql` have names. */
function statementOf(config: unknown): Statement[] {
  const statement = named.safeParse(config);
  return statement.success ? [statement.data] : [];
}

/** Of which large tables the statement reads more than a few rows, or all: what it changes is undone. */
async function readsOf(pool: pg.Pool, { name, text, values }: Statement): Promise<string[]> {
  const connection = await pool.connect();
  try {
    await connection.query('BEGIN');
    const explain = `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`;
    const { rows } = await connection.query({ text: explain, values });
    const [{ 'QUERY PLAN': plan }] = explained.parse(rows);
    return tablesRead(plan[0].Plan).map((table) => `${name}: ${table}`);
  } finally {
    await connection.query('ROLLBACK');
    connection.release();
  }
}

function tablesRead({ Plans, ...node }: PlanNode): string[] {
  const table = node['Relation Name'] ?? '';
  const isRead = LARGE.includes(table) && /Scan$/.test(node['Node Type']);
  return [...(isRead && readsMuch(node) ? [table] : []), ...Plans.flatMap(tablesRead)];
}

function readsMuch(node: Omit<PlanNode, 'Plans'>): boolean {
  const removed = node['Rows Removed by Filter'] + node['Rows Removed by Index Recheck'];
  const read = (node['Actual Rows'] + removed) * node['Actual Loops'];
  // Some indexes hold only what is open: those may be read whole.
  return (node['Node Type'] === 'Seq Scan' && node['Actual Loops'] > 0) || read > FEW;
}
