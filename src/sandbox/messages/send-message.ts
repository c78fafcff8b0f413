import type { AuthType, Client } from '../clients.js';
import type { Settings } from '../settings.js';
import { linkOf, type User } from '../users/user.js';
import type { World } from '../world.js';
import type { Message } from './message.js';

/** Puts a message into the mailbox. */
export function sendMessage(world: World, message: Omit<Message, 'number' | 'at'>): void {
  world.mailbox.add({ ...message, at: world.clock.now() });
}

/**
 * Whether the resend window keeps the client from writing to this user again now. It is for e-mail only (docs page
 * journeys-resend-verification).
 */
export function withinResendWindow(
  window: Settings['resendWindow'],
  { user, client, now }: { readonly user: User; readonly client: Client; readonly now: number },
): boolean {
  const email: AuthType = 'email';
  if (window === null || user.authType !== email) return false;
  const { sentAt } = linkOf(user, client.clientId);
  return sentAt > 0 && now < sentAt + window.ms;
}
