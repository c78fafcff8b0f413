import { once } from 'node:events';
import type { FastifyInstance } from 'fastify';
import { openReceivers } from '../../console/open-receivers.js';
import { Refusals } from '../../console/refusals.js';
import { createConsole } from '../../console/server.js';
import { WEBHOOK_PATH } from '../../console/webhook-route.js';
import { recordEvent } from '../../ledger/events.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { catchInterrupt } from '../interrupt.js';
import { output } from '../output.js';
import { withSession } from '../session.js';
import { warnOfOpenConnections } from '../warn-of-open-connections.js';

export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly json?: boolean;
}

/** How often refused webhooks are logged, in ms. */
const LOG_REFUSALS_EVERY_MS = 10_000;

/**
 * `rollcall serve`: takes Next Identity's events into the ledger, until it is stopped. What they say is done by the sweep of
 * any worker: this process needs the ledger alone, and takes events also while the queue or the workers are down.
 */
export function serve({ port, host, json }: ServeOptions): Promise<ExitCode> {
  return withSession(async (session) => {
    // Of Redis it needs nothing.
    warnOfOpenConnections(session.log, { ...session.config, redisUrl: null });
    const { pool } = await session.ledger();
    const receivers = await openReceivers(pool, session.config.clients);
    const interrupt = catchInterrupt(() => {
      output.note('Ending: answers under way are finished first. Ctrl-C once more ends at once.');
    });
    const refusals = new Refusals(session.log);
    const logging = setInterval(() => refusals.flush(), LOG_REFUSALS_EVERY_MS);
    const app = createConsole({
      receivers: receivers.list,
      record: (event) => recordEvent(pool, event),
      checkHealth: () => pool.query('SELECT'),
      refusals,
      now: Date.now,
    });
    try {
      const url = await listen(app, host, port);
      output.note(`Listening for Next Identity's events at ${url}${WEBHOOK_PATH}`);
      for (const { name, audience, issuer } of receivers.list)
        output.note(`  ${name}: those of ${issuer} for ${audience}`);
      output.note('They are recorded here, and handled by workers: rollcall work');
      if (json === true) output.json({ url, path: WEBHOOK_PATH });
      if (!interrupt.signal.aborted) await once(interrupt.signal, 'abort');
      return interrupt.by() === 'SIGTERM' ? EXIT_CODE.done : EXIT_CODE.interrupted;
    } finally {
      await app.close();
      await receivers.close();
      clearInterval(logging);
      refusals.flush();
      interrupt.release();
    }
  }, 'info');
}

/** @returns the base URL that the server is reached by on this machine */
async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    throw new RollcallError(
      'listen_failed',
      `Rollcall cannot listen on ${host}:${port}; choose another --port, or 0 for any that is free, or another --host.`,
      { cause },
    );
  }
}
