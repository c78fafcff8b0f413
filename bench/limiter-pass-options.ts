import { z } from 'zod';

/** What the process of a plain BullMQ worker is told, as JSON in its only argument. */
export const limiterPassOptions = z.object({
  redisUrl: z.string(),
  queue: z.string(),
  limiter: z.object({ max: z.number(), duration: z.number() }),
});
