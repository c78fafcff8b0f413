import { isObject } from '../http/is-object.js';
import type { World } from '../world.js';
import { type MessageRecord, messageRecord } from './message-record.js';

/** Which messages are asked for. */
export interface MailboxQuery {
  /** Only those to an address or number that contains this, in any case. */
  readonly to?: string;
  /** Only those before the one with this number. */
  readonly before?: number;
  /** At most so many. Default 100. */
  readonly limit?: number;
}

/** The messages that are kept and match, the newest first. */
export function queryMailbox(world: World, query: MailboxQuery): MessageRecord[] {
  const { to = '', before = Number.POSITIVE_INFINITY, limit = 100 } = query;
  const wanted = to.toLowerCase();
  const found: MessageRecord[] = [];
  for (const message of world.mailbox.list()) {
    if (found.length >= limit) break;
    if (message.number >= before || !message.user.identifier.includes(wanted)) continue;
    found.push(messageRecord(world, message));
  }
  return found;
}

/** Reads `?to=…&before=…&limit=…`; what makes no sense is left out. */
export function readMailboxQuery(parameters: unknown): MailboxQuery {
  const { to, before, limit } = isObject(parameters) ? parameters : {};
  return {
    ...(typeof to === 'string' ? { to: to.trim() } : {}),
    ...numberOf('before', before),
    ...numberOf('limit', limit),
  };
}

function numberOf(name: 'before' | 'limit', value: unknown): Partial<Record<typeof name, number>> {
  const number = Number(value);
  return value !== undefined && Number.isInteger(number) && number > 0 ? { [name]: number } : {};
}
