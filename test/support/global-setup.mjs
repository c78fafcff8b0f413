import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinServer } from '../../dist/src/ledger/embedded/server.js';
import { provideRedis } from './provide-redis.mjs';

/** One Redis and one PostgreSQL for all test files; each file makes its own database, whose queues have their own names. */
export default async function setUp() {
  const redis = await provideRedis();
  const home = mkdtempSync(join(tmpdir(), 'rollcall-test-'));
  const { address, giveBack } = await joinServer(home);
  process.env.TEST_REDIS_URL = redis.url;
  process.env.TEST_REDIS_BINARY = redis.binary;
  process.env.TEST_DATABASE_URL = `postgres://${address.user}:${address.password}@${address.host}:${address.port}`;
  // For all tests, as a test cannot: Node asks the real environment, of which each has a copy. So that whatever connects by TLS
  // has to say itself that it verifies.
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  globalThis.stopTestServers = async () => {
    await giveBack();
    await redis.stop();
    rmSync(home, { recursive: true, force: true });
  };
}
