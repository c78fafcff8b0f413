import { z } from 'zod';
import { RollcallError } from '../../observe/rollcall-error.js';
import { AUTH_TYPES, type Client } from '../clients.js';
import { checkIdentifier, identifierFields } from '../endpoints/pre-register/check-identifier.js';
import { complaints } from '../settings.js';
import type { World } from '../world.js';

const known = {
  authType: z.enum(AUTH_TYPES).default('email'),
  /** Whose users they are. Default the first client. */
  clientId: z.string().optional(),
  /** Whether they have activated. */
  activated: z.boolean().default(false),
};
const seedSchema = z.union([
  z.strictObject({
    ...known,
    /** The address or number. */
    identifier: z.string().min(1),
    profile: z.record(z.string(), z.unknown()).default({}),
  }),
  z.strictObject({
    ...known,
    /** So many made-up people: `person.1@example.com` or `+4915100000001`, and so on. */
    count: z.number().int().min(1).max(1_000_000),
    startAt: z.number().int().min(0).default(1),
  }),
]);
const seedsSchema = z.array(seedSchema);

/** Users who are there already: `{ identifier: 'ada@example.com', activated: true }` or `{ count: 1000 }`. */
export type UserSeed = z.input<typeof seedSchema>;
type Seed = z.output<typeof seedSchema>;

/**
 * Puts users there as if they had come before: no message, no webhook, nothing in the counts of calls. Who is there
 * already stays as they are, but for activation.
 *
 * @returns how many are new
 * @throws RollcallError `SANDBOX_USERS_INVALID`
 */
export function seedUsers(world: World, input: unknown): number {
  const { success, data, error } = seedsSchema.safeParse([input].flat());
  if (!success) {
    throw invalid(complaints(error));
  }
  // All are checked before the first is made: half a request done is worse than none.
  const checked = data.map((seed) => ({ seed, client: clientOf(world, seed) }));
  for (const { seed } of checked) if ('identifier' in seed) normalised(seed, seed.identifier);
  let created = 0;
  for (const { seed, client } of checked) {
    if ('identifier' in seed) {
      created += put(world, client, seed, seed.identifier, seed.profile);
      continue;
    }
    for (let number = seed.startAt; number < seed.startAt + seed.count; number++) {
      created += put(world, client, seed, madeUp(seed, number), {
        firstName: 'Person',
        lastName: String(number),
      });
    }
  }
  world.changed();
  return created;
}

function put(
  world: World,
  client: Client,
  seed: Seed,
  text: string,
  profile: Readonly<Record<string, unknown>>,
): number {
  const { authType, activated } = seed;
  const identifier = normalised(seed, text);
  const [field = 'emailAddress'] = identifierFields(authType);
  const whole = { ...profile, [field]: text };
  const now = world.clock.now();
  const { user, isNew } = world.users.seed({ client, authType, identifier, profile: whole });
  if (activated) world.users.activate(user, now);
  return isNew ? 1 : 0;
}

function clientOf(world: World, { clientId }: Seed): Client {
  const [first] = world.clients.values();
  const client = clientId === undefined ? first : world.clients.get(clientId);
  if (client === undefined) throw invalid('clientId: expected one of the clients of the sandbox');
  return client;
}

function normalised({ authType }: Seed, text: string): string {
  const [field = 'emailAddress'] = identifierFields(authType);
  const identifier = checkIdentifier(authType, { [field]: text });
  if (!identifier.ok)
    throw invalid('identifier: expected an address, or a number as +4915112345678');
  return identifier.value.normalised;
}

function madeUp({ authType }: Seed, number: number): string {
  return authType === 'email'
    ? `person.${number}@example.com`
    : `+49151${String(number).padStart(8, '0')}`;
}

function invalid(complaint: string): RollcallError {
  return new RollcallError(
    'SANDBOX_USERS_INVALID',
    'Expected users like {"identifier": "ada@example.com", "activated": true} or {"count": 1000}, or a list of ' +
      `them, but: ${complaint}`,
  );
}
