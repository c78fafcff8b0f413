import { IANAZone } from 'luxon';
import { z } from 'zod';

const EXPECTED = 'Expected the name of a time zone like "Europe/Berlin"';

/** The name of a time zone, as IANA has it. */
export const timeZone = z
  .string({ error: EXPECTED })
  .refine((name) => IANAZone.isValidZone(name), { error: EXPECTED });
