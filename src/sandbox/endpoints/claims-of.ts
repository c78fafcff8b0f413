import { formName } from '../users/names.js';
import type { User } from '../users/user.js';

/**
 * What userinfo tells of a user (unify-journeys-hosted-user-info): `sub`, `name`, `given_name`, `family_name`,
 * `email`, `email_verified`, `updated_at`, `locale`; what is not known is left out.
 *
 * Assumption: `updated_at` is the time of the activation, in seconds as OpenID Connect has it.
 */
export function claimsOf(user: User, locale: string): Record<string, unknown> {
  const { uuid, profile, activatedAt } = user;
  const given = text(profile[formName('givenName', profile)]);
  const family = text(profile[formName('familyName', profile)]);
  const email = text(profile[formName('email', profile)]);
  const claims = {
    sub: uuid,
    name: [given, family].filter((part) => part !== undefined).join(' ') || undefined,
    given_name: given,
    family_name: family,
    email,
    email_verified: email === undefined ? undefined : verified(user),
    updated_at: activatedAt === null ? undefined : Math.floor(activatedAt / 1_000),
    locale: locale === '' ? undefined : locale,
  };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

function verified({ authType, activatedAt }: User): boolean {
  return authType === 'email' && activatedAt !== null;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
