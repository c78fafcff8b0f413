import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port at which nobody serves, and which counts who comes. */
export interface Door {
  knocks(): number;
  close(): Promise<void>;
}

/** Takes the place of a server that has ended, and turns everybody away. */
export async function watchDoor(port: number): Promise<Door> {
  let knocks = 0;
  const server = createServer((socket) => {
    knocks += 1;
    socket.on('error', () => undefined);
    socket.destroy();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    knocks: () => knocks,
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}
