import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import pLimit from 'p-limit';

/** Stands between Next Identity and the company, and hands events on: at once, or as badly as a network can. */
export interface PostOffice {
  /** Where Next Identity sends events; what it is told for certain is that they arrived here. */
  readonly url: string;
  /** Where they are handed on to. */
  deliverTo(url: string): void;
  /** Hands on what was kept back, the last first, and every event a second time. */
  deliverLate(): Promise<void>;
  close(): Promise<void>;
}

/** @param isLate whether events are kept until `deliverLate` */
export async function openPostOffice(isLate: boolean): Promise<PostOffice> {
  const kept: string[] = [];
  let target = '';
  const handOn = async (token: string) => {
    const answer = await fetch(target, { method: 'POST', body: token });
    if (answer.status !== 200) throw new Error(`Expected 200, got ${answer.status}`);
  };
  const server = createServer(async (request, response) => {
    const token = await text(request);
    if (isLate) kept.push(token);
    else await handOn(token);
    response.end();
  });
  // A connection that is closed while an event is on its way would have it wait for a retry, by a clock that stands still.
  server.keepAliveTimeout = 600_000;
  const atOnce = pLimit(20);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    deliverTo: (url) => {
      target = url;
    },
    async deliverLate() {
      const late = kept.splice(0).reverse();
      for (const token of late) await handOn(token);
      await atOnce.map(late, handOn);
    },
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
