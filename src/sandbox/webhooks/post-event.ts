import { request } from 'undici';
import { isObject } from '../http/is-object.js';

/** How an attempt ended, and whether another one is worth it. */
export interface Outcome {
  readonly kind: 'delivered' | 'retry' | 'failed';
  /** The HTTP status, or a word: `timeout`, `invalid-url`, `ECONNREFUSED`. */
  readonly detail: string;
}

/** Names that do not resolve are wrong addresses, like those that cannot be read. */
const INVALID_URL = new Set(['ENOTFOUND', 'ERR_INVALID_URL', 'EAI_NODATA']);

/**
 * POSTs one token (managing-responses-in-workflows): 200 is delivered; HTTP errors are retried; an invalid URL and
 * any other status are failures that are not. Assumptions: every 2xx counts as delivered, 4xx and 5xx are the HTTP
 * errors, connections that fail or time out are retried, and a redirect is not followed.
 */
export async function postEvent(
  url: string,
  token: string,
  contentType: string,
  signal: AbortSignal,
): Promise<Outcome> {
  if (!isHttpUrl(url)) return { kind: 'failed', detail: 'invalid-url' };
  try {
    const headers = { 'content-type': contentType };
    const { statusCode, body } = await request(url, {
      method: 'POST',
      body: token,
      headers,
      signal,
    });
    await body.dump();
    return { kind: verdict(statusCode), detail: String(statusCode) };
  } catch (error) {
    if (signal.aborted) return { kind: 'retry', detail: 'timeout' };
    const code = codeOf(error);
    return INVALID_URL.has(code)
      ? { kind: 'failed', detail: 'invalid-url' }
      : { kind: 'retry', detail: code };
  }
}

/** Whether webhooks can be sent there at all. */
export function isHttpUrl(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

function verdict(status: number): Outcome['kind'] {
  if (status >= 200 && status < 300) return 'delivered';
  return status >= 400 ? 'retry' : 'failed';
}

function codeOf(error: unknown): string {
  const code = isObject(error) ? error.code : undefined;
  return typeof code === 'string' ? code : 'network';
}
