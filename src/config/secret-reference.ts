import { z } from 'zod';

/** How the configuration names a secret, which itself stands in the environment or in a file. */
export const secretReference = z
  .union(
    [
      z.strictObject({ env: z.string().min(1) }).describe('Name of the environment variable.'),
      z.strictObject({ file: z.string().min(1) }).describe('Path of a file that holds the secret.'),
    ],
    {
      error:
        'Expected {"env": "NAME OF A VARIABLE"} or {"file": "PATH"}; the secret itself does not belong here',
    },
  )
  .describe('Where the secret is. The secret itself never stands in this file.');

export type SecretReference = z.output<typeof secretReference>;
