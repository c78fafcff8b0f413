import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { NetworkFaultKind } from './network-fault.js';

/** What Next Identity answered. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const PAGE = '<!doctype html><title>Sign in to the guest network</title>';
const MEGABYTE = 1024 * 1024;

/** Sends the answer back as the fault would have it; `reply` is null where the call was never passed on. */
export function spoil(
  kind: NetworkFaultKind,
  answer: ServerResponse,
  socket: Socket,
  reply: Reply | null,
): void {
  const body = reply?.body ?? Buffer.from('{}');
  const half = body.subarray(0, Math.ceil(body.length / 2));
  const status = reply?.status ?? 201;
  const json = { 'content-type': 'application/json' };
  const page = { 'content-type': 'text/html; charset=utf-8' };
  switch (kind) {
    case 'reset-unread':
    case 'reset-unsent':
    case 'reset-answered':
      socket.resetAndDestroy();
      return;
    case 'cut-answered':
      socket.destroy();
      return;
    case 'silent':
    case 'silent-answered':
      return;
    case 'half-answered':
      answer.writeHead(status, { ...json, 'content-length': body.length });
      answer.write(half);
      return;
    case 'truncated':
      answer.writeHead(status, { ...json, 'content-length': body.length });
      answer.write(half, () => socket.destroySoon());
      return;
    case 'truncated-headers':
      socket.end(`HTTP/1.1 ${status} Created\r\ncontent-type: appl`);
      return;
    case 'malformed':
      answer.writeHead(status, { ...json, 'content-length': half.length });
      answer.end(half);
      return;
    case 'oversized':
      answer.writeHead(status, json);
      answer.end(Buffer.concat([body, Buffer.alloc(MEGABYTE, ' ')]));
      return;
    case 'not-http':
      socket.end('SSH-2.0-OpenSSH_9.7\r\n');
      return;
    case 'empty-204':
      answer.writeHead(204);
      answer.end();
      return;
    case 'web-page':
      answer.writeHead(200, page);
      answer.end(PAGE);
      return;
    case 'wrong-type':
      answer.writeHead(status, page);
      answer.end(body);
      return;
    case 'bytes-type':
      answer.writeHead(status, { 'content-type': 'application/octet-stream' });
      answer.end(body);
      return;
    case '500':
    case '503':
      answer.writeHead(Number(kind), json);
      answer.end('{}');
      return;
    case '502-page':
      answer.writeHead(502, page);
      answer.end(PAGE);
      return;
    case '504-done':
      answer.writeHead(504, page);
      answer.end(PAGE);
  }
}
