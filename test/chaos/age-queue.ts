import { Redis } from 'ioredis';
import pg from 'pg';
import { type EngineKind, redisUrlFor } from '../support/engines.js';

/**
 * Has the jobs that are being worked on look as they do when nobody has worked on them for so long that BullMQ gives them to
 * others: their locks are gone, and one check has seen it. For queues whose every process is dead.
 */
export async function ageQueue(databaseUrl: string, engine: EngineKind): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await (engine === 'redis' ? ageKeys(client) : ageTables(client));
  } finally {
    await client.end();
  }
}

async function ageTables(client: pg.Client): Promise<void> {
  await client.query(
    "UPDATE bullmq.job SET locked_until_ms = 0, stalled_marked = true WHERE state = 'active'",
  );
  await client.query("DELETE FROM bullmq.meta WHERE field = 'stalled-check'");
}

async function ageKeys(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM rollcall.ledger');
  const redis = new Redis(redisUrlFor('redis') ?? '');
  try {
    for (const key of await redis.keys(`{rollcall-${rows[0]?.id}}:*:active`)) {
      const queue = key.slice(0, -'active'.length);
      const jobs = await redis.lrange(key, 0, -1);
      await redis.del(`${queue}stalled-check`, ...jobs.map((job) => `${queue}${job}:lock`));
      if (jobs.length > 0) await redis.sadd(`${queue}stalled`, ...jobs);
    }
  } finally {
    await redis.quit();
  }
}
