import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request of the client on its way to the sandbox. */
export interface Passing {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What becomes of it on the way. */
export type Change = (passing: Passing) => Passing;

/** An answer of the sandbox, as it stood on the wire. */
export interface Answered {
  readonly status: number;
  readonly body: string;
}

/** Headers that belong to one connection, or that a changed body makes wrong. */
const OF_THE_CONNECTION = ['host', 'connection', 'content-length', 'transfer-encoding'];

/**
 * Stands between the two sides and changes requests, so that the client meets answers to mistakes that it does not
 * make: a removed key, an empty value, a body that breaks off. Answers are handed on as they are, and noted.
 */
export async function openRelay(target: string, change: Change) {
  const answers: Answered[] = [];
  const server = createServer((request, response) => {
    // A sandbox that cuts the connection has its relay do the same.
    pass(target, change, request, response)
      .then((answer) => answers.push(answer))
      .catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    answers,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function pass(
  target: string,
  change: Change,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Answered> {
  const headers = Object.entries(request.headers).filter(([name]) => !isOfConnection(name));
  const { method, path, ...sent } = change({
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
    body: await text(request),
  });
  const answer = await fetch(`${target}${path}`, {
    method,
    headers: sent.headers,
    redirect: 'manual',
    ...(method === 'GET' ? {} : { body: sent.body }),
  });
  const kept = [...answer.headers].filter(([name]) => !isOfConnection(name));
  const answered = { status: answer.status, body: await answer.text() };
  response.writeHead(answer.status, Object.fromEntries(kept));
  response.end(answered.body);
  return answered;
}

function isOfConnection(header: string): boolean {
  return OF_THE_CONNECTION.includes(header);
}
