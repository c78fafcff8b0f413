import { z } from 'zod';

// Shape only: a tenant's store may number its versions as it likes, and an unusual one is still the person's id.
const uuid = z
  .string()
  .transform((text) => text.trim().toLowerCase())
  .refine((text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) && !isFiller(text));

const holder = z.looseObject({ uuid });
const anyObject = z.looseObject({});

/**
 * Finds the user's uuid in a parsed answer, at the top or under `result` or `data`.
 *
 * The answer's exact JSON is not documented, and the vendor's own sample has a trailing space (docs/pre-register):
 * space and upper case are forgiven, a wrong shape is not, as the uuid is what later calls address the person by.
 *
 * @returns lower case, or null where there is none that is valid
 */
export function findUuid(body: unknown): string | null {
  const outer = anyObject.safeParse(body);
  if (!outer.success) return null;
  for (const candidate of [outer.data, outer.data.result, outer.data.data]) {
    const found = holder.safeParse(candidate);
    if (found.success) return found.data.uuid;
  }
  return null;
}

/** The nil and max uuids stand for "none" and would make strangers one person. */
function isFiller(text: string): boolean {
  return /^[0-]+$/.test(text) || /^[f-]+$/.test(text);
}
