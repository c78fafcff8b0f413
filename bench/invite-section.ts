import type { InviteResult } from './invite.js';
import { origin, type Section, table } from './page.js';

const HEADER = [
  'queue on',
  'people',
  'faults',
  'seconds',
  'calls',
  'answered 429',
  'share of the limit used',
];

export function inviteSection(results: readonly InviteResult[]): Section {
  const rows = results.map(
    ({ engine, rows, faults, seconds, calls, answered429, shareOfLimit }) => [
      engine,
      String(rows),
      faults,
      seconds.toFixed(1),
      String(calls),
      `${answered429} (${((answered429 / calls) * 1_000).toFixed(1)} in 1,000)`,
      `${(shareOfLimit * 100).toFixed(1)} %`,
    ],
  );
  return {
    heading: 'Inviting at a rate limit',
    lines: [
      'Two worker processes and a sandbox in a third, on one machine. The sandbox allows 6,000 calls a minute (token bucket,',
      'burst 5) and answers within 50 to 250 ms. Rollcall is told that limit and uses 95 % of it (`ROLLCALL_CAPACITY`). The',
      'ledger is the embedded PostgreSQL. Before any figure is given, the accounts of the two sides are compared: everybody',
      'is there once, has one message and the same uuid. With faults, calls include those that failed and were made again.',
      '',
      ...table(HEADER, rows),
      '',
      ...origin(),
    ],
  };
}
