import type { Client } from '../clients.js';
import type { Settings } from '../settings.js';
import { linkOf, type User } from '../users/user.js';
import type { Occasion } from '../webhooks/event-types.js';
import type { World } from '../world.js';
import type { Message } from './message.js';

/**
 * Tells the webhook targets, puts the message into the mailbox (in this order: events-in-workflows), and draws
 * whether the person will follow it, by the setting `activation`.
 */
export function sendMessage(
  world: World,
  occasion: Occasion,
  message: Omit<Message, 'number' | 'at'>,
): void {
  const { user, clientId, locale, redirectUri, ordinal, kind } = message;
  const at = world.clock.now();
  if (world.webhooks.targets.length > 0) {
    const link = { uuid: user.uuid, clientId, locale, redirectUri, number: ordinal, at };
    world.webhooks.emit({ occasion, user, clientId, link });
  }
  world.mailbox.add(message, at);

  const { activation } = world.settings;
  if (activation === null || kind !== 'activation' || user.activatedAt !== null) return;
  if (world.activationRandom() >= activation.share) return;
  const { min, max } = activation.afterMs;
  world.activations.add(user, clientId, at + min + world.activationRandom() * (max - min));
}

/**
 * Whether the resend window keeps the client from writing to this user again now. It is for e-mail only (docs page
 * journeys-resend-verification).
 */
export function withinResendWindow(
  window: Settings['resendWindow'],
  { user, client, now }: { readonly user: User; readonly client: Client; readonly now: number },
): boolean {
  if (window === null || user.authType !== 'email') return false;
  const { sentAt } = linkOf(user, client.clientId);
  return sentAt > 0 && now < sentAt + window.ms;
}
