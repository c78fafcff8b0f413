import type { Pool } from 'pg';

/** Every row of every table of the ledger, as text, each with the name of its table. */
export async function everything(pool: Pool): Promise<string[]> {
  const { rows: tables } = await pool.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'rollcall' AND table_type = 'BASE TABLE'",
  );
  const lines: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ line: string }>(
      `SELECT to_jsonb(t)::text AS line FROM ${name} AS t`,
    );
    lines.push(...rows.map(({ line }) => `${name}: ${line}`));
  }
  return lines;
}

/** Those of them in which any of these words stands, in whatever case. */
export async function linesWith(pool: Pool, words: readonly string[]): Promise<string[]> {
  const lines = await everything(pool);
  return lines.filter((line) =>
    words.some((word) => line.toLowerCase().includes(word.toLowerCase())),
  );
}
