import { ACTIVATABLE_STATES } from '../invite/states.js';
import { type Connection, run } from './statement.js';

/** How it was learnt that somebody has activated. */
export type ActivationSource = 'webhook' | 'look-up' | 'list';

/** Somebody who has activated, by uuid or by identifier (an address in lower case, or a number in E.164). */
export type ActivationReport = ({ readonly uuid: string } | { readonly identifier: string }) & {
  /** When; left out: now. */
  readonly at?: Date;
};

/**
 * What came of a report: the invite is activated now, was so `already`, is somebody's who has not been invited so far (it is
 * left alone: a call for it finds the account, and makes it `existing`), or nobody of the client is `unknown` by that name.
 */
export type ActivationResult = 'activated' | 'already' | 'not-invited' | 'unknown';

/**
 * Records who of a client's people has activated. Nothing is sent to them from then on. Reports may come twice, late and
 * for anybody.
 *
 * @returns what came of each report, in their order
 */
export async function markActivated(
  connection: Connection,
  clientId: number,
  by: ActivationSource,
  reports: readonly ActivationReport[],
): Promise<ActivationResult[]> {
  if (reports.length === 0) return [];
  const rows = await run<{ result: ActivationResult }>(connection, 'mark-activated', [
    clientId,
    by,
    reports.map((report) => ('uuid' in report ? report.uuid : null)),
    reports.map((report) => ('identifier' in report ? report.identifier : null)),
    reports.map(({ at }) => at ?? null),
    ACTIVATABLE_STATES,
  ]);
  return rows.map(({ result }) => result);
}
