import { z } from 'zod';

/** What the process of a bare queue is told, as JSON in its only argument. */
export const queuePassOptions = z.object({
  /** The ledger's directory. */
  home: z.string(),
  redisUrl: z.string().nullable(),
  queue: z.string(),
  /** Jobs worked on at once. */
  concurrency: z.number(),
});

/** What it tells. Times are ms since 1970, null where it had no job. */
export const queuePassResult = z.object({
  jobs: z.number(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
});
