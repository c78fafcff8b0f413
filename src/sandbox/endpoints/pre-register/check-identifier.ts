import type { AuthType } from '../../clients.js';
import { invalidFormField, invalidParameters } from '../../http/answer.js';
import { type Checked, passed, refused } from '../checked.js';

/** What the person is known by. */
export interface Identifier {
  /** The form's field that holds it. */
  readonly field: string;
  /** What a message calls it. */
  readonly noun: string;
  readonly normalised: string;
}

interface Kind {
  /** The names that the field may have; the first is the one that a message names where there is none. */
  readonly fields: readonly [string, ...string[]];
  readonly noun: string;
  /** Null where the format is wrong. */
  readonly normalise: (value: string) => string | null;
}

/** One at sign, something before it, dots in the domain and no blanks: what all forms agree on. */
const ADDRESS = /^[^\s@,;<>"]+@[^\s@.,;<>"]+(\.[^\s@.,;<>"]+)+$/;
const NUMBER = /^\+?[1-9]\d{6,14}$/;

const KINDS: Record<AuthType, Kind> = {
  email: {
    fields: ['emailAddress'],
    noun: 'Email address',
    normalise: (value) => (isAddress(value) ? value.toLowerCase() : null),
  },
  // Assumption: no page shows the form name of the number. The store calls it `mobileNumber` (users/find); the
  // other two are likely names of the form, and a tenant's form decides.
  sms: {
    fields: ['mobileNumber', 'phoneNumber', 'mobile'],
    noun: 'Mobile number',
    normalise: (value) => {
      const digits = value.replaceAll(/[\s().-]/g, '');
      if (!NUMBER.test(digits)) return null;
      return digits.startsWith('+') ? digits : `+${digits}`;
    },
  },
};

/** Whether it is an e-mail address by its looks. */
export function isAddress(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 254 && ADDRESS.test(value);
}

/** The form's names for what users of this auth type are known by. */
export function identifierFields(authType: AuthType): readonly string[] {
  return KINDS[authType].fields;
}

/**
 * The identifier of the client's auth type, out of `profile_fields`.
 *
 * Absent or empty is 422 `{"missing":"required"}` (response-codes-preregister); a wrong format is 422
 * `invalid_form_fields` in the words of response-codes-register. That numbers are answered likewise is an
 * assumption.
 */
export function checkIdentifier(
  authType: AuthType,
  profile: Readonly<Record<string, unknown>>,
): Checked<Identifier> {
  const { fields, noun, normalise } = KINDS[authType];
  const field = fields.find((name) => Object.hasOwn(profile, name)) ?? fields[0];
  const value = profile[field];
  if (value === undefined || value === null || value === '') {
    return refused(invalidParameters({ [field]: { missing: 'required' } }));
  }
  const normalised = typeof value === 'string' ? normalise(value) : null;
  if (normalised === null) {
    return refused(invalidFormField(field, `${noun} is not formatted correctly.`));
  }
  return passed({ field, noun, normalised });
}
