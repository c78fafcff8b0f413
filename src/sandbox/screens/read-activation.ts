import { isAddress } from '../endpoints/pre-register/check-identifier.js';
import type { Texts } from '../locales/texts.js';
import { fieldLabel } from './field-label.js';

/** What is wrong with one input. */
export interface FormError {
  /** The name and id of the input. */
  readonly field: string;
  readonly message: string;
}

/** A form as it was sent. The passwords are looked at here and go nowhere else. */
export interface ReadActivation {
  readonly profile: Readonly<Record<string, string>>;
  /** What may be shown again. */
  readonly entered: Readonly<Record<string, string>>;
  readonly errors: readonly FormError[];
}

const LONGEST = 200;

/**
 * Reads the activation form.
 *
 * @param fields the fields of the profile that it asked for
 */
export function readActivation(
  body: Readonly<Record<string, unknown>>,
  fields: readonly string[],
  texts: Texts,
): ReadActivation {
  const value = (name: string) => {
    const text = Object.hasOwn(body, name) ? body[name] : undefined;
    return typeof text === 'string' ? text.trim() : '';
  };
  const profile = Object.fromEntries(fields.map((name) => [name, value(name)]));
  const errors = [
    ...fields.flatMap((name) => checkField(name, value(name), texts)),
    ...checkPasswords(body.password, body.passwordAgain, texts),
  ];
  const accepted = ['terms', 'privacy'].filter((name) => value(name) === 'yes');
  for (const name of ['terms', 'privacy'] as const) {
    if (!accepted.includes(name)) errors.push({ field: name, message: texts.errors[name] });
  }
  const checked = Object.fromEntries(accepted.map((name) => [name, 'yes']));
  return { profile, entered: { ...profile, ...checked }, errors };
}

function checkField(field: string, value: string, texts: Texts): FormError[] {
  const { errors } = texts;
  const label = fieldLabel(texts, field);
  if (value === '') return [{ field, message: errors.missing(label) }];
  if (value.length > LONGEST) return [{ field, message: errors.tooLong(label) }];
  if (field === 'emailAddress' && !isAddress(value)) return [{ field, message: errors.address }];
  return [];
}

/** Assumption: 8 to 128 characters of any kind, as no page shows the rule. */
function checkPasswords(password: unknown, again: unknown, { errors }: Texts): FormError[] {
  if (typeof password !== 'string' || password.length < 8 || password.length > 128) {
    return [{ field: 'password', message: errors.passwordLength }];
  }
  if (password === again) return [];
  return [{ field: 'passwordAgain', message: errors.passwordsDiffer }];
}
