import { systemCode } from './system-code.js';

/** A failure of a server that passes by itself: what was asked of it can be asked again. */
export interface PassingTrouble {
  readonly server: 'Redis' | 'PostgreSQL';
  /** What the server or the system calls it, such as `READONLY`, `53300` or `ECONNREFUSED`; it never says who or where. */
  readonly code: string;
  /** It is about this one statement: others go through, and the same one may at once. */
  readonly isOfOneStatement: boolean;
}

/** Redis begins a refusal with its kind, and BullMQ puts its own words before it once: <https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors>. */
const REDIS =
  /^(?:Failed to add repeatable job for next iteration: )?(OOM|READONLY|LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|NOREPLICAS|MISCONF|UNBLOCKED)\b/;

/** ioredis, of a connection that it has given up or cannot make. */
const REDIS_GONE = /^(Connection is closed|All sentinels are unreachable|Failed to refresh slots)/;

/** Serialization failure, deadlock, lock not available: <https://www.postgresql.org/docs/18/errcodes-appendix.html>. */
const ONE_STATEMENT = /^(40001|40P01|55P03)$/;

/** Connection lost (08), out of disk, memory or connections (53), stopping or starting (57P), a standby (25006), a disk that fails (58). */
const POSTGRES = /^(08...|53...|57P0[1-5]|25006|580..)$/;

/** pg, of a connection that broke or was not made in time; it gives these no code. */
const POSTGRES_GONE =
  /^(Connection terminated|timeout e|Client has encountered a connection error)/;

const SYSTEM =
  /^E(CONNREFUSED|CONNRESET|CONNABORTED|PIPE|TIMEDOUT|HOSTUNREACH|HOSTDOWN|NETUNREACH|NETDOWN|NOTFOUND|AI_AGAIN)$/;

/**
 * What passes by itself, of failures of the queue and of the ledger; null for everything else.
 *
 * @param server who was asked, as failures of the network do not tell
 */
export function passingTrouble(
  cause: unknown,
  server: PassingTrouble['server'] = 'PostgreSQL',
): PassingTrouble | null {
  const code = systemCode(cause);
  const message = messageOf(cause);
  const refused = REDIS.exec(message)?.[1];
  if (refused !== undefined) return trouble('Redis', refused);
  if (REDIS_GONE.test(message)) return trouble('Redis', 'unreachable');
  if (ONE_STATEMENT.test(code)) return { ...trouble('PostgreSQL', code), isOfOneStatement: true };
  if (POSTGRES.test(code)) return trouble('PostgreSQL', code);
  if (SYSTEM.test(code)) return trouble(server, code);
  return POSTGRES_GONE.test(message) ? trouble('PostgreSQL', 'connection_lost') : null;
}

function trouble(server: PassingTrouble['server'], code: string): PassingTrouble {
  return { server, code, isOfOneStatement: false };
}

function messageOf(cause: unknown): string {
  const hasMessage = typeof cause === 'object' && cause !== null && 'message' in cause;
  return hasMessage ? String(cause.message) : '';
}
