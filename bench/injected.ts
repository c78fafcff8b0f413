import { z } from 'zod';

export const injectedSchema = z.strictObject({
  /** The part of the table. */
  group: z.enum(['crash points', 'engines', 'network', 'soak']),
  /** In words that the page can print: `killed after the answer was read`. */
  fault: z.string().min(1),
  engine: z.enum(['redis', 'postgres']),
  times: z.int().min(1),
  people: z.int().min(0),
  /** People that are in no final state, or whose message was never sent. */
  lost: z.int().min(0),
  /** People that got a second first invitation, or a second message for one slot. */
  doubled: z.int().min(0),
  /** People whose answer was lost, and who wait for an operator to decide. */
  unknown: z.int().min(0),
});

/** What a test did to Rollcall, how often, and what became of the people: a line of the table in docs/reliability.md. */
export type Injected = Readonly<z.infer<typeof injectedSchema>>;

/** Reads what tests have noted, a line of JSON each. @throws where a line is none of theirs */
export function readInjected(text: string): Injected[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => injectedSchema.parse(JSON.parse(line)));
}
