import { z } from 'zod';
import { RollcallError } from '../observe/rollcall-error.js';
import { complaints, rateLimitSchema } from './settings.js';

export const AUTH_TYPES = ['email', 'sms'] as const;
export type AuthType = (typeof AUTH_TYPES)[number];

const clientSchema = z.strictObject({
  clientId: z
    .string()
    .min(1)
    .regex(/^[^:]*$/, {
      error: 'expected no colon, which Basic authorization could not carry',
    }),
  secret: z.string().min(1),
  /** Which identifiers its users may have. Without it, all. */
  authTypes: z
    .array(z.enum(AUTH_TYPES))
    .nonempty()
    .default([...AUTH_TYPES]),
  /** The attribute that this client's application is unlocked with, as `resourceAccessB2b`. */
  resourceAccess: z
    .string()
    .regex(/^resourceAccess\w+$/)
    .optional(),
  /** Where its links may lead. Without it, any address. */
  redirectUris: z.array(z.url()).nonempty().optional(),
  /**
   * Whether it is a direct access client, which users/find and users/update ask for (docs page
   * api-direct-database-calls). Default false.
   */
  directAccess: z.boolean().default(false),
  /** Which `profile_fields` its activation form asks for where they are missing. Default first and last name. */
  requiredFields: z
    .array(z.string().regex(/^[A-Za-z]\w{0,63}$/))
    .default(['firstName', 'lastName']),
  /** A limit of its own, in place of the sandbox's setting. `null` is no limit. */
  rateLimit: rateLimitSchema.nullable().optional(),
});

/** A client as it is configured: `{ clientId: 'hr', secret: '…', authTypes: ['email'] }`. */
export type ClientOptions = z.input<typeof clientSchema>;
/** A client with its defaults filled in. */
export type Client = z.output<typeof clientSchema>;

export const DEFAULT_CLIENTS: readonly ClientOptions[] = [
  { clientId: 'sandbox', secret: 'sandbox-secret' },
  { clientId: 'sandbox-direct', secret: 'sandbox-direct-secret', directAccess: true },
];

const clientsSchema = z
  .array(clientSchema)
  .nonempty()
  .refine((clients) => new Set(clients.map(({ clientId }) => clientId)).size === clients.length, {
    error: 'expected every clientId once',
  });

/**
 * The clients that the sandbox knows, by client id.
 *
 * @throws RollcallError `SANDBOX_CLIENTS_INVALID`
 */
export function readClients(clients: readonly ClientOptions[]): ReadonlyMap<string, Client> {
  const { success, data, error } = clientsSchema.safeParse(clients);
  if (!success) {
    throw new RollcallError(
      'SANDBOX_CLIENTS_INVALID',
      `Expected a list of sandbox clients, each with clientId and secret, but: ${complaints(error)}`,
    );
  }
  return new Map(data.map((client) => [client.clientId, client]));
}
