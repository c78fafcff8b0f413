import type { AuthType, Client } from '../../clients.js';
import { withinResendWindow } from '../../messages/send-message.js';
import type { World } from '../../world.js';
import { type Checked, passed, refused } from '../checked.js';
import { resendRefused } from '../resend-refused.js';

/** Who is to be written to again. */
export interface Person {
  readonly client: Client;
  readonly authType: AuthType;
  readonly identifier: string;
  readonly now: number;
}

/**
 * Whether a resend sends its message, by the settings `resendToActivated` and `resendWindow`: no page tells either
 * for pre-register.
 */
export function checkResend(world: World, person: Person): Checked<boolean> {
  const { client, authType, identifier, now } = person;
  const { resendWindow, resendToActivated } = world.settings;
  const user = world.users.find(identifier, [authType]);
  if (user === undefined) return passed(true);
  if (user.activatedAt !== null && !resendToActivated) return passed(false);
  if (resendWindow?.preRegister !== true) return passed(true);
  if (!withinResendWindow(resendWindow, { user, client, now })) return passed(true);
  return resendWindow.answer === 200 ? passed(false) : refused(resendRefused(resendWindow.answer));
}
