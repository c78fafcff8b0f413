import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { type Company, foundCompany } from '../support/company.js';
import { ENGINES, redisUrlFor } from '../support/engines.js';
import { type Finished, rollcall } from '../support/rollcall.js';

/** Words that stand nowhere but in this roster and this secret. */
const PERSON = 'zanzibarquux';
const PHONE = '7700900987';
const SECRET = 'xyzzy-plugh-secret';
const MARKS = [PERSON, PHONE, SECRET, Buffer.from(`sandbox:${SECRET}`).toString('base64')];

const ROSTER = [
  'First name,Last name,Work email,Mobile phone,Employee number',
  ...Array.from(
    { length: 40 },
    (_, n) => `${PERSON},Doe,${PERSON}${n}@example.com,+44${PHONE},${n}`,
  ),
  `${PERSON},Doe,${PERSON}@@example.com,+44${PHONE},41`,
  `${PERSON},Doe`,
].join('\n');

let company: Company;
afterEach(() => company.close());

describe.each(ENGINES)('outside the ledger on %s', (engine) => {
  test.each([
    ['when all goes well', 'sandbox-secret', []],
    [
      'when calls fail',
      'sandbox-secret',
      [
        { kind: '500', share: 0.1 },
        { kind: 'reset-after', share: 0.1 },
        { kind: 'malformed-body', share: 0.05 },
      ],
    ],
    ['when the secret is refused', SECRET, []],
  ] as const)(
    'no person and no secret is found in logs, output, or queue %s',
    async (_, secret, faults) => {
      company = await foundCompany({
        engine,
        sandbox: {
          faults: [...faults],
          clients: [{ clientId: 'sandbox', secret: 'sandbox-secret' }],
        },
        environment: { NEXT_IDENTITY_CLIENT_SECRET: secret, ROLLCALL_LOG_LEVEL: 'trace' },
      });
      const roster = join(company.directory, 'people.csv');
      writeFileSync(roster, ROSTER);
      const cli = (...args: string[]) => rollcall(args, company.environment, company.directory);

      const printed: Finished[] = [await cli('import', roster)];
      const queued = await queueContents(engine);
      printed.push(
        await cli('work', '--until-drained'),
        await cli('status'),
        await cli('status', '1', '--json'),
      );
      const after = await queueContents(engine);

      const text = [
        ...printed.flatMap(({ stdout, stderr }) => [stdout, stderr]),
        queued,
        after,
      ].join('\n');
      expect(queued).toContain('inviteId');
      for (const mark of MARKS) expect(text.toLowerCase()).not.toContain(mark.toLowerCase());
    },
  );
});

/** Every byte of what the queue's engine keeps for this company. */
async function queueContents(engine: (typeof ENGINES)[number]): Promise<string> {
  return engine === 'redis' ? redisContents(redisUrlFor('redis') ?? '') : tableContents();
}

/** Of a Redis that other tests use as well, what is this ledger's. */
async function redisContents(url: string): Promise<string> {
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

async function tableContents(): Promise<string> {
  const tables = await query(`SELECT tablename FROM pg_tables WHERE schemaname = 'bullmq'`);
  const contents: string[] = [];
  for (const { tablename } of tables) {
    const rows = await query(`SELECT t::text AS row FROM bullmq.${tablename} t`);
    contents.push(...rows.map(({ row }) => String(row)));
  }
  return contents.join('\n');
}

async function query(text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: company.databaseUrl });
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}
