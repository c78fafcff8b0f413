import fc from 'fast-check';
import { newModel } from './model.js';
import { type Running, Turns } from './turns.js';
import { oneTurn, turnsAtOnce } from './wishes.js';
import { openWorlds } from './world.js';

/**
 * Replays what fast-check has printed of a failure: LEDGER_MODEL='{"seed": 1, "path": "3:1", "replayPath": "AB:C"}'.
 */
const { replayPath, ...replay } = JSON.parse(process.env.LEDGER_MODEL ?? '{}') as {
  seed?: number;
  path?: string;
  replayPath?: string;
};

/** Has three processes do as many histories of things to a ledger, and compares it with the model after each thing. */
export async function followsTheModel(histories: number): Promise<void> {
  const worlds = await openWorlds();
  const commands = fc.commands(
    [
      ...Array.from({ length: 3 }, () => oneTurn.map((turns) => new Turns(turns))),
      turnsAtOnce.map((turns) => new Turns(turns)),
    ],
    { maxCommands: 60, size: 'max', ...(replayPath === undefined ? {} : { replayPath }) },
  );
  try {
    await fc.assert(
      fc.asyncProperty(commands, async (history) => {
        const real = await worlds.begin();
        const running: Running = { model: newModel() };
        await fc.asyncModelRun(() => ({ model: running, real }), history);
      }),
      { numRuns: histories, ...replay },
    );
  } finally {
    await worlds.close();
  }
}
