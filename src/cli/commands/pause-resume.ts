import { listClients, pauseClient, resumeClient } from '../../ledger/clients.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { output } from '../output.js';
import { withSession } from '../session.js';

export interface ClientOptions {
  readonly client?: string;
  readonly json?: boolean;
}

/** `rollcall pause`: no more calls for a client; those under way are finished. */
export function pause(options: ClientOptions): Promise<ExitCode> {
  return setPaused(true, options);
}

/** `rollcall resume`: lets a client's calls go on. */
export function resume(options: ClientOptions): Promise<ExitCode> {
  return setPaused(false, options);
}

function setPaused(isPaused: boolean, options: ClientOptions): Promise<ExitCode> {
  return withSession(async (session) => {
    const { pool } = await session.ledger();
    const clients = await listClients(pool);
    const client = (await session.clientRecord(options.client)) ?? clients[0];
    if (client === undefined || (options.client === undefined && clients.length > 1)) {
      const names = clients.map(({ name }) => name).join(', ');
      const message =
        names === '' ? 'Nothing has been imported yet.' : `Name a client with --client (${names}).`;
      throw new RollcallError('client_ambiguous', message);
    }
    if (isPaused)
      await pauseClient(
        pool,
        client.id,
        'paused',
        'Paused by an operator. To go on, type: rollcall resume',
      );
    else await resumeClient(pool, client.id);
    await (await session.queues()).of(client.name).setPaused(isPaused);
    if (options.json === true) output.json({ client: client.name, isPaused });
    else output.data(`Client ${client.name} ${isPaused ? 'is paused' : 'goes on'}.`);
    return EXIT_CODE.done;
  });
}
