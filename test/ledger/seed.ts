import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { Pool } from 'pg';
import type { ClientConfig } from '../../src/config/client-config.js';
import { loadConfig } from '../../src/config/load.js';
import type { InviteState } from '../../src/invite/states.js';
import {
  addBatch,
  addRows,
  finishBatch,
  type NewPerson,
  type NewRow,
} from '../../src/ledger/batches.js';
import { saveClient } from '../../src/ledger/clients.js';

const [ACME] = loadConfig(
  {
    NEXT_IDENTITY_BASE_URL: 'https://id.example',
    NEXT_IDENTITY_CLIENT_ID: 'client-of-acme',
    NEXT_IDENTITY_CLIENT_SECRET: 'secret of acme',
    NEXT_IDENTITY_REDIRECT_URI: 'https://app.example/welcome',
  },
  tmpdir(),
).clients;

/** A client whose calls lead nowhere, changed by `change`. */
export function clientConfig(change: Partial<ClientConfig> = {}): ClientConfig {
  if (ACME === undefined) throw new Error('Expected the variables to describe a client');
  return { ...ACME, ...change };
}

/** A usable row of a roster with one column, whose person is changed by `change`. */
export function rowOf(line: number, identifier: string, change: Partial<NewPerson> = {}): NewRow {
  const profile = { emailAddress: identifier, firstName: 'Ada' };
  const person = {
    identifier,
    profile,
    locale: null,
    employeeNumber: null,
    timeZone: null,
    ...change,
  };
  return { line, cells: [identifier], person, problems: null };
}

/** A row that was refused, and may say which refused row it is the mended one of. */
export function refusedRow(line: number, mends?: { batch: number; line: number }): NewRow {
  const row = { line, cells: ['', 'with "quotes",\nand a break'], person: null };
  return { ...row, problems: [REFUSAL], ...(mends === undefined ? {} : { mends }) };
}

export const REFUSAL = {
  column: 'Work email',
  code: 'email.missing',
  message: 'There is no address.',
};

export async function addTestBatch(pool: Pool, clientId: number, source = 'people.csv') {
  const look = { columns: ['Work email'], delimiter: ',', encoding: 'utf-8', bom: false };
  return await addBatch(pool, { clientId, source, ...look });
}

export async function takeIn(pool: Pool, clientId: number, rows: readonly NewRow[]) {
  const batchId = await addTestBatch(pool, clientId);
  await addRows(pool, { clientId, authType: 'email', batchId }, rows);
  await finishBatch(pool, batchId);
  return batchId;
}

/** A client of its own with so many people, all pending. */
export interface Seeded {
  readonly client: string;
  readonly clientId: number;
  readonly batchId: number;
  /** In the order of the roster. */
  readonly inviteIds: readonly number[];
}

export async function seed(pool: Pool, people: number): Promise<Seeded> {
  const client = `client-${randomUUID().slice(0, 8)}`;
  const clientId = await saveClient(pool, clientConfig({ name: client }));
  const rows = Array.from({ length: people }, (_, n) => rowOf(n + 2, `person${n}@example.com`));
  const batchId = await takeIn(pool, clientId, rows);
  const { rows: invites } = await pool.query<{ id: number }>(
    'SELECT id FROM invite WHERE client_id = $1 ORDER BY line',
    [clientId],
  );
  return { client, clientId, batchId, inviteIds: invites.map(({ id }) => id) };
}

/** One invite that is ready to be called. */
export async function seedQueued(pool: Pool): Promise<Seeded & { readonly inviteId: number }> {
  const seeded = await seed(pool, 1);
  await pool.query("UPDATE invite SET state = 'queued' WHERE client_id = $1", [seeded.clientId]);
  const [inviteId] = seeded.inviteIds;
  if (inviteId === undefined) throw new Error('Expected one invite');
  return { ...seeded, inviteId };
}

/** What stands in the ledger about an invite. */
export interface InviteRow {
  readonly state: InviteState;
  readonly tries: number;
  readonly mayHaveArrived: boolean;
  readonly uuid: string | null;
  readonly code: string | null;
  readonly isDue: boolean;
  /** Whether a call will be made without anybody's help, now or later. */
  readonly isOpen: boolean;
}

export async function inviteRow(pool: Pool, inviteId: number): Promise<InviteRow> {
  const { rows } = await pool.query<InviteRow>(
    `SELECT state, tries, may_have_arrived AS "mayHaveArrived", uuid, code,
            coalesce(due_at <= now(), false) AS "isDue", due_at IS NOT NULL AS "isOpen"
       FROM invite WHERE id = $1`,
    [inviteId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`Expected invite ${inviteId} in the ledger`);
  return row;
}

/** One call as the ledger has it. */
export interface AttemptRow {
  readonly outcome: string | null;
  readonly httpStatus: number | null;
  readonly code: string | null;
  readonly hasEnded: boolean;
}

/** The calls made for an invite, oldest first. */
export async function attemptsOf(pool: Pool, inviteId: number): Promise<AttemptRow[]> {
  const { rows } = await pool.query<AttemptRow>(
    `SELECT outcome, http_status AS "httpStatus", code, ended_at IS NOT NULL AS "hasEnded"
       FROM attempt WHERE invite_id = $1 ORDER BY id`,
    [inviteId],
  );
  return rows;
}
