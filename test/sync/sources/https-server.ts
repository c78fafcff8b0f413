import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server of this machine over TLS, with a certificate that it has signed itself. */
export interface HttpsServer {
  readonly url: string;
  /** PEM, for those who are to trust it. */
  readonly certificate: string;
  /** Answers from now on. */
  answer: RequestListener;
  stop(): Promise<void>;
}

export async function startHttpsServer(): Promise<HttpsServer> {
  const { key, certificate } = makeCertificate();
  const running = { answer: ((_, response) => response.end()) as RequestListener };
  const server = createServer({ key, cert: certificate }, (request, response) =>
    running.answer(request, response),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(running, {
    url: `https://127.0.0.1:${port}`,
    certificate,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  });
}

function makeCertificate(): { key: string; certificate: string } {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-tls-'));
  const keyFile = join(directory, 'key.pem');
  const certificateFile = join(directory, 'certificate.pem');
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    keyFile,
  ];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const arguments_ = ['req', '-x509', ...key, ...names, '-days', '2', '-out', certificateFile];
  try {
    execFileSync('openssl', arguments_, { stdio: 'ignore' });
    return {
      key: readFileSync(keyFile, 'utf8'),
      certificate: readFileSync(certificateFile, 'utf8'),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
