import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Secret } from './secret.js';
import type { SecretReference } from './secret-reference.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The secret that the variable `name`, or the file named by `name` with `_FILE`, holds; null, and a complaint in `wrong`,
 * where there is not one.
 */
export function environmentSecret(
  name: 'NEXT_IDENTITY_CLIENT_SECRET' | 'NEXT_IDENTITY_DIRECT_CLIENT_SECRET',
  given: Environment,
  directory: string,
  wrong: string[],
): Secret | null {
  const value = given[name];
  const file = given[`${name}_FILE`];
  if (value !== undefined && file !== undefined) {
    wrong.push(`${name}: also set by ${name}_FILE; keep one of the two`);
    return null;
  }
  if (file !== undefined) return secretOfFile(resolve(directory, file), `${name}_FILE`, wrong);
  if (value !== undefined) return new Secret(value);
  wrong.push(`${name}: missing (or name a file in ${name}_FILE)`);
  return null;
}

/** The secret that a client of the configuration file refers to; null, and a complaint in `wrong`, where it is not there. */
export function referredSecret(
  reference: SecretReference,
  given: Environment,
  directory: string,
  place: string,
  wrong: string[],
): Secret | null {
  if ('file' in reference) return secretOfFile(resolve(directory, reference.file), place, wrong);
  const value = given[reference.env];
  if (value !== undefined) return new Secret(value);
  wrong.push(`${place}: the environment variable ${reference.env} is not set`);
  return null;
}

function secretOfFile(path: string, place: string, wrong: string[]): Secret | null {
  let value: string;
  try {
    value = readFileSync(path, 'utf8').trim();
  } catch {
    wrong.push(`${place}: ${path} cannot be read`);
    return null;
  }
  if (value !== '') return new Secret(value);
  wrong.push(`${place}: ${path} is empty`);
  return null;
}
