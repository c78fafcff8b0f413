import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';
import type { secretReference } from './schema.js';
import { Secret } from './secret.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The secret of the client that the environment describes; null, and a complaint in `wrong`, where there is not one. */
export function environmentSecret(
  given: Environment,
  directory: string,
  wrong: string[],
): Secret | null {
  const { NEXT_IDENTITY_CLIENT_SECRET: value, NEXT_IDENTITY_CLIENT_SECRET_FILE: file } = given;
  if (value !== undefined && file !== undefined) {
    wrong.push(
      'NEXT_IDENTITY_CLIENT_SECRET: also set by NEXT_IDENTITY_CLIENT_SECRET_FILE; keep one of the two',
    );
    return null;
  }
  if (file !== undefined)
    return secretOfFile(resolve(directory, file), 'NEXT_IDENTITY_CLIENT_SECRET_FILE', wrong);
  if (value !== undefined) return new Secret(value);
  wrong.push(
    'NEXT_IDENTITY_CLIENT_SECRET: missing (or name a file in NEXT_IDENTITY_CLIENT_SECRET_FILE)',
  );
  return null;
}

/** The secret that a client of the configuration file refers to; null, and a complaint in `wrong`, where it is not there. */
export function referredSecret(
  reference: z.infer<typeof secretReference>,
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
