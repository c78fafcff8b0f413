import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { compareAccounts, listPeople } from './check-accounts.js';
import { type Environment, runCommand, startCommand } from './command.js';
import { cpuSeconds } from './cpu-seconds.js';
import { inDirectory } from './directory.js';
import { type EngineKind, environmentOf, writePeopleFile } from './invite-people.js';
import { startNetwork, targetOf } from './network.js';
import { stopProgram } from './program.js';
import { startServer } from './server.js';

/** A limit of so few calls that workers mostly wait. */
export interface SlowCase {
  /** Calls an hour that the server allows. */
  readonly perHour: number;
  readonly engine: EngineKind;
  /** Calls to watch; of a schedule with one call after another, the first shows nothing. */
  readonly calls: number;
}

export interface SlowResult {
  /** Seconds between two calls, as they should be and as they were. */
  readonly due: number;
  readonly gaps: readonly number[];
  readonly answered429: number;
  /** Share of a core that each worker used between the first call and the last. */
  readonly cpuShares: readonly number[];
  /** From the signal to the end of the process, in ms, of each. */
  readonly stopMs: readonly number[];
}

const PROCESSES = 2;
const CAPACITY = 0.95;
const LOOK_EVERY_MS = 200;

/**
 * Lets two workers call at a slow limit for a while, by the real clock, and stops them while they wait for the next slot.
 *
 * @throws where somebody was invited twice, or has another uuid here than there
 */
export function benchSlow(
  { perHour, engine, calls }: SlowCase,
  redisUrl: string,
): Promise<SlowResult> {
  const limit = `${perHour} per hour`;
  return inDirectory(async (directory) => {
    const server = await startServer(['--limit', limit, '--burst', '1'], {}, directory);
    const network = await startNetwork({ target: targetOf(server.url), jitterMs: 0 });
    const told = { engine, redisUrl, limit, burst: 1, capacity: CAPACITY };
    const environment = environmentOf({ url: network.url, ...told });
    const workers: ChildProcess[] = [];
    try {
      // Two are left over, so that the workers have something to wait for when they are stopped.
      const roster = writePeopleFile(directory, calls + 2);
      await runCommand(['import', roster, '--yes'], environment, directory);
      for (let n = 0; n < PROCESSES; n += 1) {
        workers.push(startWorker(environment, directory));
      }
      const arrived = async (count: number) => {
        while ((await network.calls()).length < count) await pause(LOOK_EVERY_MS);
        return workers.map(({ pid = 0 }) => cpuSeconds(pid));
      };
      const before = await arrived(1);
      const after = await arrived(calls);
      const stopMs = await Promise.all(workers.map(timeToStop));
      const seen = await network.calls();
      const answered429 = seen.filter(({ status }) => status === 429).length;
      const invited = await listPeople(['--state', 'invited'], environment, directory);
      await compareAccounts(server, invited, seen.length - answered429);
      const gaps = seen.slice(1).map(({ at }, n) => (at - (seen[n]?.at ?? 0)) / 1_000);
      const seconds = gaps.reduce((sum, gap) => sum + gap, 0);
      return {
        due: 3_600 / (perHour * CAPACITY),
        gaps,
        answered429,
        cpuShares: after.map((used, n) => (used - (before[n] ?? 0)) / seconds),
        stopMs,
      };
    } finally {
      await Promise.all(workers.map(stopProgram));
      await network.stop();
      await server.stop();
    }
  });
}

/** What it prints is read and thrown away: a process has not closed as long as there is something to read. */
function startWorker(environment: Environment, directory: string): ChildProcess {
  const worker = startCommand(['work'], environment, directory);
  worker.stdout?.resume();
  worker.stderr?.resume();
  return worker;
}

async function timeToStop(worker: ChildProcess): Promise<number> {
  const startedAt = performance.now();
  await stopProgram(worker);
  return performance.now() - startedAt;
}
