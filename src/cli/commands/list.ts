import type { Pool } from 'pg';
import type { InviteState } from '../../invite/states.js';
import { findBatch } from '../../ledger/batches.js';
import {
  type Aftermath,
  type InviteRecord,
  readBatchRows,
  readInvites,
} from '../../ledger/people.js';
import { printable, printableJson } from '../../observe/printable.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { howToGoOn } from '../go-on.js';
import { localTime } from '../local-time.js';
import { oneLine } from '../one-line.js';
import { output } from '../output.js';
import { withSession } from '../session.js';

export interface ListOptions {
  readonly state?: readonly InviteState[];
  readonly batch?: number;
  readonly client?: string;
  readonly json?: boolean;
}

/** `rollcall list`: people and where they stand, one a line. */
export function list(options: ListOptions): Promise<ExitCode> {
  return withSession(async (session) => {
    const { pool } = await session.ledger();
    const client = await session.clientRecord(options.client);
    await noteIfBrokenOff(pool, options.batch);
    for await (const person of people(pool, options, client?.id ?? null)) {
      const line = options.json === true ? printableJson(person) : printable(formatPerson(person));
      await output.write(`${line}\n`);
    }
    return EXIT_CODE.done;
  });
}

/** Said before the people, of whom there may be many. */
async function noteIfBrokenOff(pool: Pool, batchId: number | undefined): Promise<void> {
  const batch = batchId === undefined ? null : await findBatch(pool, batchId);
  if (batch === null || batch.finishedAt !== null) return;
  output.note(
    `The roster of batch ${batch.id} has not been read to its end. ${howToGoOn(batch.id)}`,
  );
}

async function* people(
  pool: Pool,
  { state: states, batch }: ListOptions,
  clientId: number | null,
): AsyncGenerator<InviteRecord> {
  if (batch === undefined) {
    yield* readInvites(pool, states ?? null, clientId);
    return;
  }
  for await (const row of readBatchRows(pool, batch)) {
    const { id, line, identifier, state, attempts, resends } = row;
    if (id === null || identifier === null || state === null) continue;
    if (attempts === null || resends === null) continue;
    if (states !== undefined && !states.includes(state)) continue;
    const { uuid, code, message, invitedAt, activatedAt, activatedBy } = row;
    const { lastMessageAt, nextStep, nextAt } = row;
    const invite = { id, batch, line, identifier, state, uuid, code, message, attempts, invitedAt };
    yield { ...invite, activatedAt, activatedBy, resends, lastMessageAt, nextStep, nextAt };
  }
}

function formatPerson(person: InviteRecord): string {
  const { line, identifier, state, uuid, code, message } = person;
  const why = code === null ? '' : oneLine(`${code}: ${message ?? ''}`);
  const cells = [String(line).padStart(6), state.padEnd(9), identifier.padEnd(36), uuid ?? why];
  return [...cells, aftermathOf(person)].join('  ').trimEnd();
}

function aftermathOf({ activatedAt, resends, nextStep, nextAt }: Aftermath): string {
  const time = (at: Date) => `${localTime(at, 'UTC')} UTC`;
  const parts = [
    ...(activatedAt === null ? [] : [`activated ${time(activatedAt)}`]),
    ...(resends === null || resends === 0 ? [] : [`${resends} sent again`]),
    ...(nextAt === null ? [] : [`${NEXT[nextStep ?? 'resend']} ${time(nextAt)}`]),
  ];
  return parts.join(', ');
}

const NEXT = { resend: 'again', expire: 'given up' } as const;
