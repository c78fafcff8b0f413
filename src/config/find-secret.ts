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
  name:
    | 'NEXT_IDENTITY_CLIENT_SECRET'
    | 'NEXT_IDENTITY_DIRECT_CLIENT_SECRET'
    | 'ROLLCALL_DATA_KEY'
    | 'ROLLCALL_DATA_KEY_OLD',
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
  if ('file' in reference) {
    const { file } = reference;
    const name = FILE.test(file) ? resolve(directory, file) : `the file ${shown(file, FILE)}`;
    return secretOfFile(resolve(directory, file), place, wrong, name);
  }
  const value = given[reference.env];
  if (value !== undefined) return new Secret(value);
  wrong.push(`${place}: the environment variable ${shown(reference.env, VARIABLE)} is not set`);
  return null;
}

/** As variables and files are usually called; a secret that was put in the place of their names is not repeated. */
const VARIABLE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;
const FILE = /^[\w.~ :/\\-]*[./\\][\w.~ :/\\-]*$/;

function shown(name: string, usual: RegExp): string {
  return usual.test(name) ? name : 'that it names (not shown: it may be the secret itself)';
}

function secretOfFile(
  path: string,
  place: string,
  wrong: string[],
  name: string = path,
): Secret | null {
  let value: string;
  try {
    value = readFileSync(path, 'utf8').trim();
  } catch {
    wrong.push(`${place}: ${name} cannot be read`);
    return null;
  }
  if (value !== '') return new Secret(value);
  wrong.push(`${place}: ${name} is empty`);
  return null;
}
