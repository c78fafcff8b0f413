import { once } from 'node:events';
import { startWorkers } from '../../../jobs/start-workers.js';
import { atPace, type ClientConfig } from '../../config/client-config.js';
import type { FixedPace } from '../../invite/pace.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { type FollowEnd, watch } from '../follow.js';
import { catchInterrupt, type Interrupt } from '../interrupt.js';
import { output } from '../output.js';
import { type Session, withSession } from '../session.js';
import { syncWorld } from '../sync/sync-world.js';
import { warnOfOpenConnections } from '../warn-of-open-connections.js';

export interface WorkOptions {
  readonly client?: string;
  readonly pace?: FixedPace;
  readonly untilDrained?: boolean;
}

/** `rollcall work`: runs workers for one client, or for all that are configured, until it is stopped. */
export function work(options: WorkOptions): Promise<ExitCode> {
  return withSession(async (session) => {
    const only = session.client(options.client ?? session.config.clients[0]?.name);
    const chosen = options.client === undefined ? session.config.clients : [only];
    const clients = chosen.map((client) => atPace(client, options.pace));
    const interrupt = catchInterrupt(() => {
      output.note('Ending: calls under way are finished first. Ctrl-C once more ends at once.');
    });
    warnOfOpenConnections(session.log, session.config);
    const ledger = await session.ledger();
    const engine = await session.engine();
    const { concurrency, queueWindow: window } = session.config;
    const { log } = session;
    const shared = { ledger, engine, clients, concurrency, window, log };
    // Who works until nothing is left to do begins nothing new.
    const isForGood = options.untilDrained !== true;
    const workers = await startWorkers(
      isForGood ? { ...shared, syncs: await syncWorld(session, clients) } : shared,
    );
    const names = clients.map(({ name }) => name);
    log.info({ clients: names, engine: engine.kind }, 'working');
    try {
      return options.untilDrained === true
        ? await untilDrained(session, clients, interrupt)
        : await untilStopped(interrupt);
    } finally {
      await workers.close();
      interrupt.release();
    }
  }, 'info');
}

/** Being stopped is how this ends well; only Ctrl-C says that somebody broke it off. */
async function untilStopped({ signal, by }: Interrupt): Promise<ExitCode> {
  if (!signal.aborted) await once(signal, 'abort');
  return by() === 'SIGTERM' ? EXIT_CODE.done : EXIT_CODE.interrupted;
}

async function untilDrained(
  session: Session,
  clients: readonly ClientConfig[],
  { signal }: Interrupt,
): Promise<ExitCode> {
  const { pool } = await session.ledger();
  const end = await watch({ pool, batchId: null, clients, signal });
  return exitCodeOf(end);
}

function exitCodeOf(end: FollowEnd): ExitCode {
  switch (end.kind) {
    case 'drained':
      return EXIT_CODE.done;
    case 'paused':
      output.note(`Client ${end.client} has been stopped. ${end.message}`);
      return EXIT_CODE.failed;
    case 'not-looked-up':
      output.note(
        `Nobody of client ${end.client} can be looked up, and so nobody is written to again. ${end.message}`,
      );
      return EXIT_CODE.failed;
    case 'interrupted':
      return EXIT_CODE.interrupted;
  }
}
