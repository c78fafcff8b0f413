import type { AuthType } from '../clients.js';
import { textsFor } from '../locales/texts-for.js';
import { formName } from '../users/names.js';
import type { World } from '../world.js';
import type { Message, MessageKind } from './message.js';

/** A message as the person would read it. */
export interface MessageRecord {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** By e-mail or by SMS. */
  readonly channel: AuthType;
  readonly kind: MessageKind;
  /** The address or number. */
  readonly to: string;
  readonly uuid: string;
  readonly clientId: string;
  readonly locale: string;
  /** Null for an SMS. */
  readonly subject: string | null;
  readonly text: string;
  /** Where an activation message leads; null for a PIN. */
  readonly link: string | null;
  readonly pin: string | null;
}

/** Writes the message out, with its link or PIN. */
export function messageRecord(world: World, message: Message): MessageRecord {
  const { number, at, kind, user, clientId, locale } = message;
  const { authType: channel, identifier: to, uuid } = user;
  const known = { number, at, channel, kind, to, uuid, clientId, locale };
  return { ...known, ...contentOf(world, message) };
}

function contentOf(
  world: World,
  { kind, user, clientId, locale, redirectUri, ordinal, at }: Message,
) {
  const { mail } = textsFor(locale);
  const email = user.authType === 'email';
  if (kind === 'pin') {
    const pin = world.grants.pin(user.uuid, clientId, ordinal);
    return { subject: email ? mail.pinSubject : null, text: mail.pinText(pin), link: null, pin };
  }
  const grant = { uuid: user.uuid, clientId, locale, redirectUri, number: ordinal, at };
  const link = world.linkUrl(grant, user.authType);
  if (!email) return { subject: null, text: mail.sms(link), link, pin: null };
  const name = user.profile[formName('givenName', user.profile)];
  const greeting = mail.greeting(typeof name === 'string' && name !== '' ? name : null);
  const text = [greeting, mail.text, `${mail.button}: ${link}`, mail.ignore].join('\n\n');
  return { subject: mail.subject, text, link, pin: null };
}
