interface Failure {
  readonly reason: string;
  readonly sent: boolean;
  readonly status: number | null;
  readonly retryAfter: string | readonly string[] | undefined;
  readonly aborted: boolean;
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

  constructor(failure: Failure) {
    super(failure.reason);
    this.reason = failure.reason;
    this.sent = failure.sent;
    this.status = failure.status;
    this.retryAfter = failure.retryAfter;
    this.aborted = failure.aborted;
  }
}

const KNOWN: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the name look-up failed',
  ETIMEDOUT: 'the connection timed out',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  UND_ERR_CONNECT_TIMEOUT: 'no connection within the time-out',
  UND_ERR_HEADERS_TIMEOUT: 'no answer within the time-out',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped within its body',
  UND_ERR_SOCKET: 'the other side closed the connection',
};

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

/** With several addresses for one name, Node reports an AggregateError whose first member tells the cause. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string' && /^\w+$/.test(error.code)) {
    return error.code;
  }
  return error instanceof AggregateError && error.errors.length > 0
    ? codeOf(error.errors[0])
    : error.name;
}
