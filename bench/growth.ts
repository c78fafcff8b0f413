import { join } from 'node:path';
import { openLedger } from '../src/ledger/open.js';
import { inDirectory } from './directory.js';
import { median } from './figures.js';
import { type LedgerOperation, ledgerOperations } from './ledger-operations.js';
import { newClient } from './new-client.js';
import { seedLedger } from './seed-ledger.js';

/** How long one operation takes in a ledger of one size. */
export interface OperationTime extends Pick<LedgerOperation, 'group' | 'name'> {
  readonly people: number;
  /** Median, in ms. */
  readonly ms: number;
}

/** Before it is timed, so that connections are open and plans are made. */
const WARM_UP = 10;

/**
 * Times every operation in a fresh embedded ledger of so many people, one after the other on a machine at rest.
 *
 * @param repeats how often each is timed; at most 90
 * @throws where the ledger does not hold as many people
 */
export function benchGrowth(people: number, repeats: number): Promise<OperationTime[]> {
  return inDirectory(async (directory) => {
    const ledger = await openLedger({ home: join(directory, 'home'), databaseUrl: null });
    try {
      const { pool } = ledger;
      const seeded = await seedLedger(pool, (await newClient(pool, directory)).id, people);
      const { rows } = await pool.query('SELECT count(*) AS people FROM invite');
      if (rows[0]?.people !== people) throw new Error(`Expected ${people} people in the ledger`);
      // What filling it has left to write would else be written while it is timed, and there is more of that in a large one.
      await pool.query('CHECKPOINT');
      const times: OperationTime[] = [];
      for (const { group, name, run } of ledgerOperations(pool, seeded)) {
        const each: number[] = [];
        for (let n = 0; n < WARM_UP + repeats; n += 1) {
          const startedAt = performance.now();
          await run(n);
          if (n >= WARM_UP) each.push(performance.now() - startedAt);
        }
        times.push({ people, group, name, ms: median(each) });
      }
      return times;
    } finally {
      await ledger.close();
    }
  });
}
