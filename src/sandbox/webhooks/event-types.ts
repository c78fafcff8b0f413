import { z } from 'zod';

/**
 * What webhooks are sent for, and the key of each under `events` in the token.
 *
 * `userCreated` is shown by the page notifications-in-workflows; `register` and `userAuthenticationAction` are read
 * by the vendor's own integration. The keys of the other two are assumptions: events-in-workflows names the events
 * (Pre-Registration, Resend Verification), no page their keys. The setting `webhookTypes` changes any of them.
 */
export const EVENT_TYPES = {
  /** A user was put into the store. */
  userCreated: 'account/v1/userCreated',
  /** After a successful invitation, before its message goes out; also when it is sent again (an assumption). */
  preRegistration: 'account/v1/preRegister',
  /** Before the message of resend-verification. */
  resendVerification: 'account/v1/resendVerification',
  /** Sent when a person completes the activation form: an assumption, as no event for that is documented. */
  registration: 'account/v1/register',
  /** Sent when the activated person is led on to the application, signed in: an assumption likewise. */
  login: 'account/v1/userAuthenticationAction',
} as const;
export type Occasion = keyof typeof EVENT_TYPES;

const type = (key: Occasion) => z.string().min(1).nullable().default(EVENT_TYPES[key]);

/** The key of each event; null sends none. What is left out has its default. */
export const webhookTypesSchema = z.strictObject({
  userCreated: type('userCreated'),
  preRegistration: type('preRegistration'),
  resendVerification: type('resendVerification'),
  registration: type('registration'),
  login: type('login'),
});
