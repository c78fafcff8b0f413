import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** What such a server answers to a command, as RESP; null for `+OK`. */
export type RespAnswer = (command: readonly string[], port: number) => string | null;

/** A server that speaks Redis' protocol, writes down what it is told, and answers as the test says. */
export interface RespServer {
  readonly port: number;
  /** Every command with its arguments, joined by blanks. */
  readonly commands: readonly string[];
  close(): Promise<void>;
}

export async function startRespServer(
  answer: RespAnswer = () => null,
  tls: { key: string; cert: string } | null = null,
): Promise<RespServer> {
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  let port = 0;
  const serve = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    let received = '';
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString();
      for (let read = takeCommand(received); read !== null; read = takeCommand(received)) {
        received = received.slice(read.length);
        commands.push(read.command.join(' '));
        socket.write(answer(read.command, port) ?? '+OK\r\n');
        if (read.command[0] === 'quit') socket.end();
      }
    });
  };
  const server: Server = tls === null ? createServer(serve) : createTlsServer(tls, serve);
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    commands,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The first command of the text (`*2 $3 GET $1 x`, each on a line) and its length; null while it is not complete. */
function takeCommand(text: string): { command: string[]; length: number } | null {
  const lines = text.split('\r\n');
  const count = Number(lines[0]?.slice(1));
  const needed = 1 + 2 * count;
  if (!(count > 0) || lines.length <= needed) return null;
  const command = lines.slice(1, needed).filter((_, index) => index % 2 === 1);
  return { command, length: lines.slice(0, needed).join('\r\n').length + 2 };
}

/** A text as RESP sends it. */
export function bulk(text: string): string {
  return `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
}
