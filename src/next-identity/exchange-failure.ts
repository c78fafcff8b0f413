import { z } from 'zod';
import { PRIVATE_ADDRESS_CODE } from '../config/public-lookup.js';

interface Failure {
  readonly reason: string;
  readonly sent: boolean;
  readonly status: number | null;
  readonly retryAfter: string | readonly string[] | undefined;
  readonly aborted: boolean;
  readonly isMisdirected?: boolean;
}

/**
 * An exchange that brought no complete answer. It is built from a few chosen facts, and the connection's own error is
 * not its `cause`: that one may hold parts of the request or of the answer.
 */
export class ExchangeFailure extends Error {
  /** What happened, in a few words that hold no data of the request. */
  readonly reason: string;
  /** Whether the request was handed to a connection, so that the server may have seen it. */
  readonly sent: boolean;
  /** The answer's status, where at least its headers arrived. */
  readonly status: number | null;
  readonly retryAfter: string | readonly string[] | undefined;
  /** Ended by the caller's signal. */
  readonly aborted: boolean;
  /** The name leads to a private address that is not allowed, and no connection was made. */
  readonly isMisdirected: boolean;

  constructor(failure: Failure) {
    super(failure.reason);
    this.reason = failure.reason;
    this.sent = failure.sent;
    this.status = failure.status;
    this.retryAfter = failure.retryAfter;
    this.aborted = failure.aborted;
    this.isMisdirected = failure.isMisdirected ?? false;
  }
}

const KNOWN: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the name look-up failed',
  ETIMEDOUT: 'the connection timed out',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  [PRIVATE_ADDRESS_CODE]:
    'the name leads to a private address, which allowPrivateAddresses (NEXT_IDENTITY_ALLOW_PRIVATE_ADDRESSES) would allow',
  UND_ERR_CONNECT_TIMEOUT: 'no connection within the time-out',
  UND_ERR_HEADERS_TIMEOUT: 'no answer within the time-out',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped within its body',
  HTTPParserError: 'the answer is not HTTP',
  UND_ERR_SOCKET: 'the other side closed the connection',
};

const word = z.string().regex(/^\w+$/).optional().catch(undefined);
// Read as a shape, since an error of another realm (a test runner's, a worker's) is no instance of this one's Error.
const seen = z
  .object({ code: word, name: word, errors: z.array(z.unknown()).optional().catch(undefined) })
  .catch({});

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

/** Puts a connection's error into words: what happened and its code, never the error's own text. */
export function connectionReason(
  error: unknown,
  stage: { sent: boolean; status: number | null },
): string {
  const code = codeOf(error);
  const what =
    KNOWN[code] ??
    (CERTIFICATE.test(code) ? 'the certificate of the server is not trusted' : 'it failed');
  const when = stage.status === null ? '' : ` after the headers of a ${stage.status}`;
  return `${stage.sent ? '' : 'could not connect: '}${what}${when} (${code})`;
}

/** Whether a connection was not made because its name leads to a private address. */
export function isMisdirected(error: unknown): boolean {
  return codeOf(error) === PRIVATE_ADDRESS_CODE;
}

/**
 * The error's code, or else its name. With several addresses for one name, Node reports an AggregateError whose members
 * tell the cause.
 */
function codeOf(error: unknown): string {
  const { code, name, errors } = seen.parse(error);
  const first: unknown = errors?.[0];
  return code ?? (first === undefined ? (name ?? 'unknown') : codeOf(first));
}
