import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A stand-in for the application that an invitation leads to. */
export interface Application {
  /** Its redirect address. */
  readonly redirectUri: string;
  /** The codes that browsers have brought, in order. */
  readonly codes: string[];
  close(): Promise<void>;
}

export async function startApplication(): Promise<Application> {
  const codes: string[] = [];
  const server: Server = createServer((request, response) => {
    const code = new URL(request.url ?? '/', 'http://application').searchParams.get('code');
    if (code !== null) codes.push(code);
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><html lang="en"><title>Application</title><h1>Welcome</h1>');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    redirectUri: `http://127.0.0.1:${port}/welcome`,
    codes,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
