import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach } from '@jest/globals';

/** Somebody's server that webhooks are sent to. */
export interface WebhookTarget {
  readonly url: string;
  /** The bodies that came, in order. */
  readonly received: string[];
  readonly contentTypes: (string | undefined)[];
  /** How it answers from now on. */
  answer: (response: ServerResponse) => void;
}

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** A target that answers 200 until it is told otherwise, and is closed when the test ends. */
export async function openTarget(): Promise<WebhookTarget> {
  const server = createServer(async (request: IncomingMessage, response) => {
    target.received.push(await text(request));
    target.contentTypes.push(request.headers['content-type']);
    target.answer(response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(
    () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  );
  const { port } = server.address() as AddressInfo;
  const target: WebhookTarget = {
    url: `http://127.0.0.1:${port}/events`,
    received: [],
    contentTypes: [],
    answer: (response) => response.end(),
  };
  return target;
}
