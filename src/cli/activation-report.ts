import type { Pool } from 'pg';
import { type ClientConfig, waysOf } from '../config/client-config.js';
import { describeWays } from '../invite/describe-policy.js';
import type { ActivationWays } from '../invite/resend-policy.js';
import type { ClientRecord } from '../ledger/clients.js';
import { countEvents, EVENTS_KEPT_DAYS, type EventCounts } from '../ledger/events.js';
import { type Outlook, readOutlook } from '../ledger/outlook.js';
import { counted } from './counted.js';
import { localTime } from './local-time.js';

/** How it is learnt who of a client's people has activated, and what comes for the others. */
export interface ActivationReport {
  /** Null where the client is not configured here. */
  readonly ways: ActivationWays | null;
  readonly timeZone: string;
  readonly outlook: Outlook;
  readonly events: EventCounts;
  /** Why nobody can be looked up. */
  readonly lookUpTrouble: {
    readonly since: Date;
    readonly code: string | null;
    readonly message: string | null;
  } | null;
}

export async function readActivationReport(
  pool: Pool,
  { id, lookUpFailedAt, lookUpCode: code, lookUpMessage: message }: ClientRecord,
  config: ClientConfig | undefined,
): Promise<ActivationReport> {
  const ways = config === undefined ? null : waysOf(config);
  const [outlook, events] = await Promise.all([readOutlook(pool, id), countEvents(pool, id)]);
  return {
    ways,
    timeZone: config?.resend?.timeZone ?? 'UTC',
    outlook,
    events,
    lookUpTrouble:
      lookUpFailedAt === null || ways?.lookUp === false
        ? null
        : { since: lookUpFailedAt, code, message },
  };
}

/** The report for people, a sentence a line; what has not come up is not told. */
export function formatActivationReport(report: ActivationReport): string[] {
  const { ways, timeZone, outlook, events, lookUpTrouble } = report;
  const time = (at: Date) => `${localTime(at, timeZone)} ${timeZone}`;
  const lines = [...(ways === null ? [] : [describeWays(ways)])];
  if (lookUpTrouble !== null) {
    const { since, message } = lookUpTrouble;
    lines.push(
      `LOOK-UP FAILS since ${time(since)}, and nobody is written to again until it works. ${message ?? ''}`,
    );
  }
  if (ways?.webhook === true || events.received > 0) lines.push(formatEvents(events, time));
  lines.push(...formatOutlook(outlook, time));
  return lines;
}

function formatEvents(
  { received, open, unknownPerson, lastReceivedAt }: EventCounts,
  time: (at: Date) => string,
): string {
  if (lastReceivedAt === null)
    return `No webhook has been received in the last ${EVENTS_KEPT_DAYS} days.`;
  const parts = [
    `${counted(received, 'webhook')} in the last ${EVENTS_KEPT_DAYS} days`,
    ...(unknownPerson === 0 ? [] : [`${unknownPerson} about people unknown here`]),
    ...(open === 0 ? [] : [`${open} not handled yet`]),
    `the last at ${time(lastReceivedAt)}`,
  ];
  return parts.join(', ');
}

function formatOutlook(outlook: Outlook, time: (at: Date) => string): string[] {
  const { resends, nextResendAt, expiries, byHand, held, heldUntil } = outlook;
  const lines: string[] = [];
  if (nextResendAt !== null) {
    lines.push(
      `${counted(resends, 'message')} to send again within 24 h; the next at ${time(nextResendAt)}`,
    );
  }
  if (byHand > 0) lines.push(`${counted(byHand, 'message')} asked for by hand, still to go out`);
  if (expiries > 0) {
    lines.push(`${counted(expiries, 'person is', 'people are')} given up within 24 h`);
  }
  if (heldUntil !== null) {
    lines.push(`${counted(held, 'invitation')} held, the first until ${time(heldUntil)}`);
  }
  return lines;
}
