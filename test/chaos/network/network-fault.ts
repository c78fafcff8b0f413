/** One way for a call to go wrong between Rollcall and Next Identity. */
interface Way {
  /** In words that a page can print. */
  readonly words: string;
  /** Whether the call gets to Next Identity, and is done there. */
  readonly arrives: boolean;
  /** Whether Rollcall can tell from what comes back what became of the call. */
  readonly isAnswered: boolean;
  /** Whether Rollcall has to wait for an answer until its time is up. */
  readonly isSilent: boolean;
}

const way = (words: string, more: Partial<Omit<Way, 'words'>> = {}): Way => ({
  words,
  arrives: false,
  isAnswered: false,
  isSilent: false,
  ...more,
});
const arrives = true;
const isAnswered = true;
const isSilent = true;

/** Everything that the network between the two can do to one call. */
export const NETWORK_FAULTS = {
  'reset-unread': way('reset before the request was complete'),
  'reset-unsent': way('reset after the request was complete, which was never passed on'),
  'reset-answered': way('reset after the request was complete, and done', { arrives }),
  'cut-answered': way('closed without an answer to a request that was done', { arrives }),
  silent: way('accepted and never answered, nothing done', { isSilent }),
  'silent-answered': way('accepted and never answered, the work done', { arrives, isSilent }),
  'half-answered': way('answered half, then silent', { arrives, isSilent }),
  truncated: way('the body of the answer broke off', { arrives }),
  'truncated-headers': way('the headers of the answer broke off', { arrives }),
  malformed: way('a body that is no JSON', { arrives }),
  oversized: way('an answer of a megabyte', { arrives }),
  'not-http': way('an answer that is no HTTP', { arrives }),
  'empty-204': way('a 204 in place of the answer', { arrives }),
  'web-page': way('a web page (200, text/html) in place of the answer'),
  'wrong-type': way('the answer itself, called text/html', { arrives, isAnswered }),
  'bytes-type': way('the answer itself, called application/octet-stream', { arrives, isAnswered }),
  '500': way('a 500 in place of the answer', { isAnswered }),
  '503': way('a 503 in place of the answer', { isAnswered }),
  '502-page': way('a 502 with a web page, nothing done'),
  '504-done': way('a 504 of a gateway, the work done behind it', { arrives }),
} as const satisfies Readonly<Record<string, Way>>;

export type NetworkFaultKind = keyof typeof NETWORK_FAULTS;

export const NETWORK_FAULT_KINDS = Object.keys(NETWORK_FAULTS) as readonly NetworkFaultKind[];

/** A fault as it is asked for. */
export interface NetworkFault {
  readonly kind: NetworkFaultKind;
  /** The part of the calls that it meets, drawn for each. Without it, every one. */
  readonly share?: number;
  /** How many calls it meets at most. */
  readonly count?: number;
}
