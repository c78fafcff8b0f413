import pg from 'pg';
import { linesWith } from '../everything.js';

/** Lines with any of these words, as somebody sees them who has a dump of the database, and not the key. */
export async function dumped(databaseUrl: string, words: readonly string[]): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl, options: '-c search_path=rollcall' });
  try {
    return await linesWith(pool, words);
  } finally {
    await pool.end();
  }
}
