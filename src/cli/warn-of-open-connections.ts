import type { Config } from '../config/load.js';
import { serverConnection } from '../ledger/server-connection.js';
import type { Log } from '../observe/log.js';
import { isOpenToOthers } from '../queue/redis.js';

/**
 * Tells the log of a process that runs for good which of its connections somebody on the network could read or change. The
 * operator has chosen it; whoever reads the log may not know.
 */
export function warnOfOpenConnections(
  log: Log,
  { databaseUrl, redisUrl }: Pick<Config, 'databaseUrl' | 'redisUrl'>,
): void {
  const protection = databaseUrl === null ? 'here' : serverConnection(databaseUrl).protection;
  if (protection === 'none')
    log.warn('the connection to PostgreSQL on another machine is not encrypted: sslmode=disable');
  if (protection === 'unverified')
    log.warn('PostgreSQL on another machine is not asked who it is: sslmode=no-verify');
  if (redisUrl !== null && isOpenToOthers(redisUrl))
    log.warn('the connection to Redis on another machine is not encrypted: rediss:// would be');
}
