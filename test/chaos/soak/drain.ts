import pg from 'pg';

/** How many people still wait for something that happens by itself. */
export async function countOpen(databaseUrl: string): Promise<number> {
  const rows = await ask(
    databaseUrl,
    `SELECT count(*)::integer AS open FROM rollcall.invite
      WHERE state IN ('pending', 'queued', 'sending') OR (state = 'unknown' AND due_at IS NOT NULL)`,
  );
  return Number(rows[0]?.open);
}

/** Ages what nobody has touched for a while, so that a test need not wait until it is old enough to be given up. */
export async function letTheDeadBeKnown(databaseUrl: string): Promise<void> {
  await ask(
    databaseUrl,
    `UPDATE rollcall.worker SET seen_at = now() - interval '1 minute'
      WHERE seen_at < now() - interval '8 seconds'`,
  );
  await ask(
    databaseUrl,
    `UPDATE rollcall.attempt SET started_at = now() - interval '5 minutes'
      WHERE ended_at IS NULL AND started_at < now() - interval '8 seconds'`,
  );
}

async function ask(databaseUrl: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(statement);
    return rows;
  } finally {
    await client.end();
  }
}
