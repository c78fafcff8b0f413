import { z } from 'zod';

/** What the process of the network is told, as JSON in its only argument. */
export const networkOptions = z.object({
  /** Where calls go. */
  target: z.union([
    z.object({ host: z.string(), port: z.number() }),
    z.object({ socketPath: z.string() }),
  ]),
  /** Calls come later by up to so many ms, evenly spread. */
  jitterMs: z.number(),
});
export type NetworkOptions = z.infer<typeof networkOptions>;
