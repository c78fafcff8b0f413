import type { Pool } from 'pg';
import type { Claim } from '../../../src/ledger/calls.js';
import { saveClient } from '../../../src/ledger/clients.js';
import { readClock } from '../../../src/ledger/clock.js';
import { type Ledger, openLedger } from '../../../src/ledger/open.js';
import type { ResendClaim } from '../../../src/ledger/resends.js';
import { seeWorker } from '../../../src/ledger/workers.js';
import { clientConfig } from '../../ledger/seed.js';
import { createDatabase } from '../../support/engines.js';
import { CLIENTS, HALF_HOUR, PROCESSES } from './model.js';

/** A process that works with the ledger, by connections of its own. */
export interface Process {
  pool: Pool;
  /** As the ledger knows it; another one after each death. */
  worker: string;
  lives: number;
}

/** The ledger as one run of the model test has it. */
export interface World {
  readonly processes: readonly Process[];
  /** Looks on, beside the processes. */
  readonly watcher: Pool;
  /** Ids of the clients. */
  readonly clients: readonly number[];
  /** When the run began, by the ledger's clock. */
  readonly start: Date;
  /** Calls whose answer is waited for. */
  readonly claims: Map<string, Claim>;
  readonly resendClaims: Map<string, ResendClaim>;
  /** Gives a process new connections and a new name, as a restart does. */
  restart(process: Process): Promise<void>;
}

/** A ledger that is emptied for each run, and three processes that have opened it. */
export interface Worlds {
  begin(): Promise<World>;
  close(): Promise<void>;
}

const TABLES =
  'invite_history, attempt, roster_row, invite, tally, tally_change, batch, event, suppression, forgotten, worker, client';

export async function openWorlds(): Promise<Worlds> {
  const database = await createDatabase();
  const open = () => openLedger({ home: '', databaseUrl: database.url, connections: 3 });
  const ledgers: Ledger[] = [];
  for (const _ of [...PROCESSES, 'watcher']) ledgers.push(await open());
  const [watching, ...working] = ledgers.reverse();
  if (watching === undefined) throw new Error('Expected a ledger to watch with');
  const watcher = watching.pool;
  const processes = working.map(
    (ledger, n): Process => ({ pool: ledger.openPool(3), worker: `process-${n}-0`, lives: 0 }),
  );

  const restart = async (process: Process) => {
    const dead = process.pool;
    process.pool = working[processes.indexOf(process)]?.openPool(3) ?? dead;
    process.lives += 1;
    process.worker = `process-${processes.indexOf(process)}-${process.lives}`;
    await dead.end();
    await seeWorker(process.pool, process.worker);
  };
  return {
    async begin() {
      await watcher.query(`TRUNCATE ${TABLES} RESTART IDENTITY CASCADE`);
      await watcher.query("UPDATE ledger SET clock_ahead = '0'");
      const clients: number[] = [];
      for (const client of CLIENTS)
        clients.push(await saveClient(watcher, clientConfig({ name: `client-${client}` })));
      for (const [n, process] of processes.entries()) {
        process.lives = 0;
        process.worker = `process-${n}-0`;
        await seeWorker(process.pool, process.worker);
      }
      const start = await readClock(watcher);
      const waiting = { claims: new Map(), resendClaims: new Map() };
      return { processes, watcher, clients, start, restart, ...waiting };
    },
    async close() {
      for (const { pool } of processes) await pool.end();
      for (const ledger of ledgers) await ledger.close();
      await database.drop();
    },
  };
}

/** A moment of the model's clock. */
export function momentOf({ start }: World, at: number): Date {
  return new Date(start.getTime() + at * HALF_HOUR);
}
