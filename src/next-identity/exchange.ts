import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { crashPoint, crashPointOnceWritten } from '../observe/crash-point.js';
import { connectionReason, ExchangeFailure, isMisdirected } from './exchange-failure.js';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Path and query, as they go on the wire. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface ExchangeLimits {
  /** Milliseconds for the whole exchange, waiting for a free connection included. */
  readonly totalMs: number;
  readonly maxAnswerBytes: number;
}

/**
 * One request and its whole answer.
 *
 * It speaks to undici's `dispatch` rather than `request`, because only there one learns whether a request was handed
 * to a connection: that decides between "never sent" and "may have taken effect".
 *
 * @throws ExchangeFailure
 */
export function exchange(
  dispatcher: Dispatcher,
  request: HttpRequest,
  limits: ExchangeLimits,
  signal?: AbortSignal,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null;
    let sent = false;
    let settled = false;
    let status: number | null = null;
    let headers: IncomingHttpHeaders = {};
    let size = 0;
    const chunks: Buffer[] = [];

    const settle = (): boolean => {
      if (settled) return false;
      settled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      return true;
    };
    const fail = (reason: string, more: { aborted?: true; isMisdirected?: boolean } = {}): void => {
      if (!settle()) return;
      const retryAfter = headers['retry-after'];
      const aborted = more.aborted ?? false;
      reject(new ExchangeFailure({ ...more, reason, sent, status, retryAfter, aborted }));
      controller?.abort(new Error(reason));
    };
    const onAbort = (): void => fail('aborted by the caller', { aborted: true });
    const timer = setTimeout(
      () => fail(`no ${sent ? 'complete answer' : 'free connection'} within ${limits.totalMs} ms`),
      limits.totalMs,
    );
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) return onAbort();

    dispatcher.dispatch(request, {
      onRequestStart(started) {
        // Called right before the first byte is written; aborting here keeps the request from the wire.
        // undici hands a request to a second connection in rare cases; a second invitation is worse than a lost answer.
        if (sent) fail('the connection ended before the answer');
        if (settled) return started.abort(new Error('the call is over'));
        controller = started;
        sent = true;
        crashPointOnceWritten('call: request written');
      },
      onResponseStart(_controller, statusCode, responseHeaders) {
        if (statusCode < 200) return;
        status = statusCode;
        headers = responseHeaders;
        crashPoint('call: answer begun');
      },
      onResponseData(_controller, chunk) {
        size += chunk.length;
        if (size > limits.maxAnswerBytes) {
          return fail(`the answer is larger than ${limits.maxAnswerBytes} bytes`);
        }
        chunks.push(chunk);
      },
      onResponseEnd() {
        if (status === null) return fail('the answer ended without a status');
        if (!settle()) return;
        resolve({ status, headers, text: new TextDecoder().decode(Buffer.concat(chunks)) });
      },
      onResponseError(_controller, error) {
        fail(connectionReason(error, { sent, status }), { isMisdirected: isMisdirected(error) });
      },
    });
  });
}
