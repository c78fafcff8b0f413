import type { Settings } from '../settings.js';
import type { User } from './user.js';

/**
 * Form names on the left, store names on the right: pre-register and profile use the former (docs page
 * pre-register), users/find the latter (the vendor's integrations). What is not here has one name in both.
 */
const NAMES: readonly (readonly [form: string, store: string])[] = [
  ['firstName', 'givenName'],
  ['lastName', 'familyName'],
  ['emailAddress', 'email'],
  ['phoneNumber', 'mobileNumber'],
  ['mobile', 'mobileNumber'],
];
const STORE_NAME = new Map(NAMES);

/** The form's name for a store attribute, as this profile has it: the number's name is the form's choice. */
export function formName(storeName: string, profile: Readonly<Record<string, unknown>>): string {
  const names = NAMES.filter(([, store]) => store === storeName).map(([form]) => form);
  return (
    names.find((name) => Object.hasOwn(profile, name)) ??
    (storeName === 'mobileNumber' ? storeName : (names[0] ?? storeName))
  );
}

/** One attribute of the store, or null where the user has none of this name. */
export function storeAttribute(user: User, name: string, settings: Settings): unknown {
  switch (name) {
    case 'uuid':
      return user.uuid;
    case 'emailVerified':
      return user.authType === 'email' ? verified(user, settings) : null;
    case 'mobileNumberVerified':
      return user.authType === 'sms' ? verified(user, settings) : null;
    case 'email':
      return user.authType === 'email' ? user.identifier : ofProfile(user, name);
    case 'mobileNumber':
      return user.authType === 'sms' ? user.identifier : ofProfile(user, name);
    default:
      // A form's name is no name of the store: what would find nobody at a tenant finds nobody here.
      return STORE_NAME.has(name) ? null : ofProfile(user, name);
  }
}

/** Every attribute of the store. */
export function storeRecord(user: User, settings: Settings): Record<string, unknown> {
  const own = Object.entries(user.profile).map(([name, value]): [string, unknown] => [
    STORE_NAME.get(name) ?? name,
    value,
  ]);
  const kept = [user.authType === 'email' ? 'email' : 'mobileNumber'];
  const known = [...kept, 'emailVerified', 'mobileNumberVerified'].map(
    (name): [string, unknown] => [name, storeAttribute(user, name, settings)],
  );
  return Object.fromEntries([['uuid', user.uuid], ...own, ...known]);
}

/** Who may be found by it: the address and the number as they are normalised, anything else as it was sent. */
function ofProfile({ profile }: User, name: string): unknown {
  const form = formName(name, profile);
  return Object.hasOwn(profile, form) ? (profile[form] ?? null) : null;
}

/**
 * Assumption: the store is Akamai Identity Cloud, whose `emailVerified` is a time, null until then. Written as it
 * writes times: `2026-01-01 12:00:00.000000 +0000`.
 */
function verified({ activatedAt }: User, { verifiedAs }: Settings): unknown {
  if (verifiedAs === 'boolean') return activatedAt !== null;
  if (activatedAt === null) return null;
  return `${new Date(activatedAt).toISOString().slice(0, 23).replace('T', ' ')}000 +0000`;
}
