import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { importRoster } from '../jobs/import-roster.js';
import { planRoster } from '../jobs/plan-roster.js';
import { type Ledger, openLedger } from '../src/ledger/open.js';
import { openEngine } from '../src/queue/engine.js';
import { InviteQueue } from '../src/queue/invite-queue.js';
import { openRoster, type Roster } from '../src/roster/index.js';
import { Stopwatch } from './stopwatch.js';

/** What the process of a pass is told, as JSON in its only argument. */
export const passOptions = z.object({
  pass: z.enum(['parse', 'enqueue', 'plan', 'import']),
  path: z.string(),
  rows: z.number(),
  /** The ledger's directory. */
  home: z.string(),
  redisUrl: z.string().nullable(),
  client: z.object({ id: z.number(), name: z.string() }),
  window: z.number(),
});
export type PassOptions = z.infer<typeof passOptions>;

/** Jobs that the bare pass adds in one call. */
const CHUNK = 1_000;

// A process of its own for each pass, so that its memory is its own.
const options = passOptions.parse(JSON.parse(process.argv[2] ?? ''));
const watch = new Stopwatch(options.rows);
switch (options.pass) {
  case 'parse':
    await parseAlone();
    break;
  case 'enqueue':
    await onLedger(enqueueAlone);
    break;
  case 'plan':
    await onLedger(plan);
    break;
  case 'import':
    await onLedger(takeIn);
    break;
}
process.stdout.write(JSON.stringify(watch.result()));

async function parseAlone(): Promise<void> {
  const parser = createReadStream(options.path).pipe(parse());
  watch.start();
  let rows = -1;
  parser.on('readable', () => {
    while (parser.read() !== null) rows += 1;
  });
  await new Promise((resolve, reject) => parser.on('end', resolve).on('error', reject));
  watch.stop(rows);
}

/** Jobs as Rollcall's, in a queue of their own that is done away with. */
async function enqueueAlone(ledger: Ledger): Promise<void> {
  const engine = await openEngine(ledger, options.redisUrl);
  const queue = engine.openQueue<{ inviteId: number }>('bench-enqueue');
  watch.start();
  for (let start = 0; start < options.rows; start += CHUNK) {
    const count = Math.min(CHUNK, options.rows - start);
    const jobs = Array.from({ length: count }, (_, n) => ({
      name: 'pre-register',
      data: { inviteId: start + n },
    }));
    await queue.addBulk(jobs);
    watch.lap(start + count);
  }
  watch.stop(options.rows);
  await queue.obliterate({ force: true, count: 10_000 });
  await queue.close();
  await engine.close();
}

async function plan({ pool }: Ledger): Promise<void> {
  watch.start();
  const roster = await openRosterFile();
  const { rows } = await planRoster(roster, {
    pool,
    clientId: options.client.id,
    authType: 'email',
  });
  watch.stop(rows);
}

async function takeIn(ledger: Ledger): Promise<void> {
  const engine = await openEngine(ledger, options.redisUrl);
  const queue = new InviteQueue(engine, options.client.name);
  let taken = 0;
  watch.start();
  const roster = await openRosterFile();
  await importRoster(watchingForTheEnd(roster), {
    pool: ledger.pool,
    client: { id: options.client.id, authType: 'email' },
    queue,
    window: options.window,
    source: 'people.csv',
    onRows: (rows) => {
      taken = rows;
      watch.lap(rows);
    },
  });
  watch.stop(taken);
  await queue.close();
  await engine.close();
}

function openRosterFile(): Promise<Roster> {
  return openRoster(createReadStream(options.path), { authType: 'email' });
}

function watchingForTheEnd(roster: Roster): Roster {
  async function* rows() {
    yield* roster.rows;
    watch.noteEndOfFile();
  }
  return { ...roster, rows: rows() };
}

async function onLedger(work: (ledger: Ledger) => Promise<void>): Promise<void> {
  const ledger = await openLedger({ home: options.home, databaseUrl: null });
  try {
    await work(ledger);
  } finally {
    await ledger.close();
  }
}
