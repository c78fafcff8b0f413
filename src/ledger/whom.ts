import type { Pool } from 'pg';
import { run } from './statement.js';
import type { Identity } from './suppression.js';

/** Somebody who is named: a user of Next Identity, or whoever signs in with an address or number. */
export type Whom = { readonly uuid: string } | Identity;

/** The addresses and numbers under which users of Next Identity are known; none of users who are not. */
export function findIdentities(
  pool: Pool,
  uuids: readonly string[],
): Promise<(Identity & { readonly uuid: string })[]> {
  return run(pool, 'list-identities', [uuids]);
}
