import type { LinkGrant } from '../grants/grants.js';
import { formName } from '../users/names.js';
import type { User } from '../users/user.js';
import type { Occasion } from './event-types.js';

/** Something that targets are told of. Its token is made when its turn comes. */
export interface WebhookEvent {
  /** The unique id, by which a receiver knows what it has seen. */
  readonly jti: string;
  readonly occasion: Occasion;
  /** The key under `events`. */
  readonly type: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly user: User;
  readonly clientId: string;
  /** Everybody who is told: the audience of the token. */
  readonly targets: readonly string[];
  /** The link of the message that is about to go out, if one is. */
  readonly link: LinkGrant | null;
}

/**
 * What is told, under the event's key. `userCreated` as notifications-in-workflows shows it; the others carry "link
 * and data so that the target can send its own mail" (events-in-workflows): that the link is called `link`, and
 * which data, are assumptions.
 *
 * @param linkUrl the address of the event's link
 */
export function eventBody(event: WebhookEvent, linkUrl: string | null): Record<string, unknown> {
  const { user, clientId, occasion, link } = event;
  const known = { sub: user.uuid, propertyId: clientId, clientId };
  if (occasion === 'login') return { sub: user.uuid, clientId };
  if (occasion === 'userCreated') return { ...known, dataSourceInfo: dataSourceInfo(event) };
  const { profile } = user;
  return {
    ...known,
    firstName: profile[formName('givenName', profile)],
    lastName: profile[formName('familyName', profile)],
    ...(user.authType === 'email' ? { email: user.identifier } : { mobileNumber: user.identifier }),
    ...(link === null || linkUrl === null ? {} : { locale: link.locale, link: linkUrl }),
  };
}

function dataSourceInfo({ user, clientId }: WebhookEvent) {
  return {
    attributes: Object.keys(user.profile),
    captureApplicationId: 'sandbox',
    captureClientId: clientId,
    entityType: 'user',
    globalSub: `capture-v1://sandbox/user/${user.uuid}`,
    sub: user.uuid,
  };
}
