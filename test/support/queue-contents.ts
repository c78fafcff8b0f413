import { Redis } from 'ioredis';
import pg from 'pg';
import { type EngineKind, redisUrlFor } from './engines.js';

/** Every byte of what an engine keeps for the queues of one ledger. */
export function queueContents(databaseUrl: string, engine: EngineKind): Promise<string> {
  const query: Query = (text) => queryOf(databaseUrl, text);
  return engine === 'redis'
    ? redisContents(redisUrlFor('redis') ?? '', query)
    : tableContents(query);
}

type Query = (text: string) => Promise<Record<string, unknown>[]>;

/** Of a Redis that other tests use as well, what is this ledger's. */
async function redisContents(url: string, query: Query): Promise<string> {
  const [ledger] = await query('SELECT id FROM rollcall.ledger');
  const redis = new Redis(url);
  const contents: string[] = [];
  for (const key of await redis.keys(`{rollcall-${ledger?.id}}*`)) {
    const dump = await redis.dumpBuffer(key);
    contents.push(key, dump?.toString('latin1') ?? '', await readable(redis, key));
  }
  await redis.quit();
  return contents.join('\n');
}

/** The values as text: in a dump they may be compressed. */
async function readable(redis: Redis, key: string): Promise<string> {
  switch (await redis.type(key)) {
    case 'hash':
      return JSON.stringify(await redis.hgetall(key));
    case 'list':
      return JSON.stringify(await redis.lrange(key, 0, -1));
    case 'zset':
      return JSON.stringify(await redis.zrange(key, '0', '-1'));
    case 'stream':
      return JSON.stringify(await redis.xrange(key, '-', '+'));
    default:
      return '';
  }
}

async function tableContents(query: Query): Promise<string> {
  const tables = await query(`SELECT tablename FROM pg_tables WHERE schemaname = 'bullmq'`);
  const contents: string[] = [];
  for (const { tablename } of tables) {
    const rows = await query(`SELECT t::text AS row FROM bullmq.${tablename} t`);
    contents.push(...rows.map(({ row }) => String(row)));
  }
  return contents.join('\n');
}

async function queryOf(databaseUrl: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}
