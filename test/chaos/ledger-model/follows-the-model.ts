import fc from 'fast-check';
import { CLIENTS, isIn, newModel, PEOPLE } from './model.js';
import { type Running, Turns } from './turns.js';
import { oneTurn, type Turn, turnsAtOnce } from './wishes.js';
import { openWorlds } from './world.js';

/**
 * Replays what fast-check has printed of a failure: LEDGER_MODEL='{"seed": 1, "path": "3:1", "replayPath": "AB:C"}'.
 */
const { replayPath, ...replay } = JSON.parse(process.env.LEDGER_MODEL ?? '{}') as {
  seed?: number;
  path?: string;
  replayPath?: string;
};

const rows = PEOPLE.map((person) => ({ person, version: 0 }));

/** What comes before each history: there is somebody to call, */
const EVERYBODY_QUEUED: readonly Turn[] = [
  { process: 0, wish: { kind: 'import', client: 0, rows } },
  { process: 1, wish: { kind: 'import', client: 1, rows: rows.slice(0, 2) } },
  { process: 2, wish: { kind: 'enqueue', client: 0 } },
  { process: 0, wish: { kind: 'enqueue', client: 1 } },
];

/** and in half of them everybody has been called. */
const EVERYBODY_INVITED: readonly Turn[] = [...CLIENTS, ...PEOPLE].flatMap((process): Turn[] => [
  { process: process % 3, wish: { kind: 'claim-next', nth: 0 } },
  { process: 0, wish: { kind: 'answer', nth: 0, reply: 'answered' } },
]);

/** What the histories came to. */
export interface Followed {
  /** Processes that died, with whatever they were at. */
  readonly deaths: number;
  readonly people: number;
  /** People who wait for an operator. */
  readonly unknown: number;
}

/** Has three processes do as many histories of things to a ledger, and compares it with the model after each thing. */
export async function followsTheModel(histories: number): Promise<Followed> {
  const worlds = await openWorlds();
  const followed = { deaths: 0, people: 0, unknown: 0 };
  const commands = fc.commands(
    [
      ...Array.from({ length: 3 }, () => oneTurn.map((turns) => new Turns(turns))),
      turnsAtOnce.map((turns) => new Turns(turns)),
    ],
    { maxCommands: 60, size: 'max', ...(replayPath === undefined ? {} : { replayPath }) },
  );
  try {
    await fc.assert(
      fc.asyncProperty(commands, fc.boolean(), async (history, isInvited) => {
        const real = await worlds.begin();
        const running: Running = { model: newModel() };
        const beginning = [...EVERYBODY_QUEUED, ...(isInvited ? EVERYBODY_INVITED : [])];
        for (const turn of beginning) await new Turns([turn]).run(running, real);
        await fc.asyncModelRun(() => ({ model: running, real }), history);
        const { lives, invites } = running.model;
        followed.deaths += lives.reduce((sum, deaths) => sum + deaths, 0);
        followed.people += invites.length;
        followed.unknown += invites.filter(
          (one) => isIn(one, 'unknown') && one.dueAt === null,
        ).length;
      }),
      { numRuns: histories, ...replay },
    );
    return followed;
  } finally {
    await worlds.close();
  }
}
