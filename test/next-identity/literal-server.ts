import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';

export interface Received {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Literal {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface LiteralServer {
  baseUrl: string;
  received: Received[];
  close(): Promise<void>;
}

/** An HTTP server that records what it receives and gives the answers in turn, the last one for ever. */
export async function literalServer(...answers: Literal[]): Promise<LiteralServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const answer = answers[Math.min(received.length, answers.length - 1)];
      received.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      if (answer === undefined) return; // No answer at all: the request is left hanging.
      response.writeHead(answer.status, answer.headers ?? { 'content-type': 'application/json' });
      response.end(answer.body ?? '');
    });
  });
  const baseUrl = `http://127.0.0.1:${await listen(server)}`;
  return {
    baseUrl,
    received,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export interface TcpServer {
  baseUrl: string;
  /** How many requests arrived, each counted at its last byte. */
  requests(): number;
  close(): Promise<void>;
}

/** A TCP server that hands the bare socket over once a whole request has arrived. */
export async function tcpServer(onRequest: (socket: Socket) => void): Promise<TcpServer> {
  const sockets = new Set<Socket>();
  let requests = 0;
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const [head = '', body] = text.split('\r\n\r\n', 2);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (body === undefined || body.length < length) return;
      text = '';
      requests += 1;
      onRequest(socket);
    });
  });
  const port = await listen(server);
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    requests: () => requests,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A port of this machine where nobody listens. */
export async function deadPort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
