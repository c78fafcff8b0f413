import type { JWK } from 'jose';
import { z } from 'zod';
import { AUTH_TYPES } from '../clients.js';
import { isObject } from '../http/is-object.js';
import type { World } from '../world.js';

const VERSION = 1;

const headerSchema = z.strictObject({
  version: z.literal(VERSION),
  /** Links, codes and tokens are sealed with it. */
  seed: z.number(),
  /** How often the state was taken up; uuids of each time are drawn from other numbers. */
  generation: z.number().int().min(0),
  settings: z.record(z.string(), z.unknown()),
  webhookTargets: z.array(z.string()),
  keys: z.array(z.custom<JWK>((value) => typeof value === 'object' && value !== null)),
  messagesSent: z.number().int().min(0),
});
const linkSchema = z.strictObject({
  clientId: z.string(),
  linked: z.boolean(),
  created: z.number(),
  existing: z.number(),
  inUse: z.number(),
  resent: z.number(),
  messages: z.number(),
  sentAt: z.number(),
});
const userSchema = z.strictObject({
  uuid: z.string(),
  authType: z.enum(AUTH_TYPES),
  identifier: z.string(),
  // Not looked into: whatever a call sent, and a million times over it would take half of the start.
  profile: z.custom<Record<string, unknown>>(isObject),
  links: z.array(linkSchema),
  activatedAt: z.number().nullable(),
  termsAcceptedAt: z.number().nullable(),
});
const messageSchema = z.strictObject({
  message: z.strictObject({
    number: z.number(),
    at: z.number(),
    kind: z.enum(['activation', 'pin']),
    uuid: z.string(),
    clientId: z.string(),
    redirectUri: z.string(),
    locale: z.string(),
    ordinal: z.number(),
  }),
});

/** The first line of a state file. */
export type SnapshotHeader = z.output<typeof headerSchema>;

export const readHeader = (value: unknown): SnapshotHeader => headerSchema.parse(value);

/** Every line of a state file but the first: a user, or `{ message }` for each that the mailbox keeps. */
export function* snapshotLines(world: World): Generator<object, void> {
  yield* world.users.all();
  for (const { user, ...message } of [...world.mailbox.list()].reverse()) {
    yield { message: { ...message, uuid: user.uuid } };
  }
}

/** The first line, of this world. */
export async function snapshotHeader(world: World): Promise<SnapshotHeader> {
  return {
    version: VERSION,
    seed: world.seed,
    generation: world.generation,
    settings: world.settings,
    webhookTargets: [...world.webhooks.targets],
    keys: await world.keys.save(),
    messagesSent: world.mailbox.sent,
  };
}

/**
 * Takes one line up; throws where it is neither a user nor a message. A message of nobody is left out: its user came
 * while the file was being written, after the users.
 */
export function restoreLine(world: World, value: unknown): void {
  if (!isObject(value) || !Object.hasOwn(value, 'message')) {
    world.users.restore(userSchema.parse(value));
    return;
  }
  const { uuid, ...message } = messageSchema.parse(value).message;
  const user = world.users.byUuid(uuid);
  if (user !== undefined) world.mailbox.restore({ ...message, user });
}
