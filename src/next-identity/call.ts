import type { HttpRequest } from './exchange.js';

/** One call to the API, before authorization and encoding. */
export interface Call {
  /** What people call it, for messages: `pre-register`. */
  readonly name: string;
  readonly method: HttpRequest['method'];
  /** Below the base URL: `/idp/v1/account/pre-register`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly authorization: 'none' | 'basic' | { readonly accessToken: string };
  readonly body?: { readonly json: object } | { readonly form: Readonly<Record<string, string>> };
  /** The personal values and secrets in it: an answer that repeats one is masked. */
  readonly sensitive: readonly unknown[];
  /** Next Identity knows more of the people than the call says: of its texts, only those of the vendor's pages are kept. */
  readonly tellsPart?: true;
  /** Whether a 2xx without a body is a success, for endpoints whose answer is not documented. */
  readonly emptyAnswer?: 'accepted';
  /** The caller has taken the slot already. */
  readonly paced?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A 2xx answer: its status, and its JSON (undefined for an empty body that was allowed). */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Sends a call and resolves with a 2xx answer only. Throws NextIdentityError. */
export type Send = (call: Call) => Promise<Reply>;

/** What every call may be given. */
export interface CallOptions {
  /** Ends the call, whether it waits for its slot or for the answer. */
  signal?: AbortSignal | undefined;
}

/** The texts in `values`, at any depth: what a complaint of the API must not repeat. */
export function* textsIn(values: unknown): Generator<string> {
  if (typeof values === 'string') yield values;
  else if (typeof values === 'number') yield String(values);
  else if (typeof values === 'object' && values !== null) {
    for (const value of Object.values(values)) yield* textsIn(value);
  }
}
