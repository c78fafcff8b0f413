import type { Answer } from '../http/answer.js';

/** What a check gives: what it read, or the answer that ends the call. */
export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly answer: Answer };

/** The check has read this. */
export function passed<Value>(value: Value): Checked<Value> {
  return { ok: true, value };
}

/** The check ends the call with this answer. */
export function refused(answer: Answer): { readonly ok: false; readonly answer: Answer } {
  return { ok: false, answer };
}
