import type { Pool } from 'pg';
import { run } from './statement.js';

/** What was learnt of the server's limit of a budget, as a process wrote it; null where nothing was. */
export async function recallPace(pool: Pool, budget: string): Promise<string | null> {
  const [row] = await run<{ learnt: string }>(pool, 'recall-pace', [budget]);
  return row?.learnt ?? null;
}

/** Keeps it for times when the queue's engine has forgotten. */
export async function keepPace(pool: Pool, budget: string, learnt: string): Promise<void> {
  await run(pool, 'keep-pace', [budget, learnt]);
}
