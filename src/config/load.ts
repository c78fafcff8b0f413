import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { RollcallError } from '../observe/rollcall-error.js';
import type { ClientConfig } from './client-config.js';
import { parseRateLimit } from './rate-limit.js';
import { clientFields, configFileSchema, processFields } from './schema.js';
import { Secret } from './secret.js';

/** Everything that the environment and `rollcall.config.json` say, checked. */
export interface Config {
  /** Directory of the embedded ledger, absolute. */
  readonly home: string;
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  /** Jobs that one process works on at once. */
  readonly concurrency: number;
  /** Jobs that one client may have in the queue. */
  readonly queueWindow: number;
  readonly logLevel: string | null;
  readonly clients: readonly ClientConfig[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment's way of naming a client's fields, in the order of the documentation. */
const CLIENT_VARIABLES = {
  NEXT_IDENTITY_BASE_URL: clientFields.baseUrl,
  NEXT_IDENTITY_CLIENT_ID: clientFields.clientId,
  NEXT_IDENTITY_CLIENT_SECRET: z.string().min(1).optional(),
  NEXT_IDENTITY_CLIENT_SECRET_FILE: z.string().min(1).optional(),
  NEXT_IDENTITY_REDIRECT_URI: clientFields.redirectUri,
  NEXT_IDENTITY_AUTH_TYPE: clientFields.authType,
  NEXT_IDENTITY_LOCALE: clientFields.locale,
  ROLLCALL_RATE_LIMIT: clientFields.rateLimit,
  ROLLCALL_BURST: clientFields.burst,
  ROLLCALL_CAPACITY: clientFields.capacity,
};

/**
 * Reads and checks the whole configuration. An empty variable counts as unset, as in most `.env` files.
 *
 * @throws RollcallError `config_invalid` with one line for everything that is wrong, not just the first
 */
export function loadConfig(environment: Environment, directory: string): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const wrong: string[] = [];

  const settings = parsed(z.object(processFields), given, '', wrong);
  const clients = [
    ...clientsOfFile(
      resolve(directory, settings?.ROLLCALL_CONFIG ?? 'rollcall.config.json'),
      given,
      wrong,
    ),
    ...clientOfEnvironment(given, directory, wrong),
  ];
  for (const name of repeated(clients.map((client) => client.name))) {
    wrong.push(`clients.${name}: also set by NEXT_IDENTITY_CLIENT_ID; keep one of the two`);
  }
  if (settings === null || wrong.length > 0) {
    throw new RollcallError(
      'config_invalid',
      `The configuration has mistakes:\n  ${wrong.join('\n  ')}`,
    );
  }
  return {
    home: resolve(directory, settings.ROLLCALL_HOME),
    databaseUrl: settings.DATABASE_URL ?? null,
    redisUrl: settings.REDIS_URL ?? null,
    concurrency: settings.ROLLCALL_CONCURRENCY,
    queueWindow: settings.ROLLCALL_QUEUE_WINDOW,
    logLevel: settings.ROLLCALL_LOG_LEVEL ?? null,
    clients,
  };
}

/** The one client that the environment describes, under the name `default`; none where no variable is set. */
function clientOfEnvironment(
  given: Environment,
  directory: string,
  wrong: string[],
): ClientConfig[] {
  const isSet = Object.keys(given).some(
    (name) => name.startsWith('NEXT_IDENTITY_CLIENT_ID') || name === 'NEXT_IDENTITY_BASE_URL',
  );
  if (!isSet) return [];
  const fields = parsed(z.object(CLIENT_VARIABLES), given, '', wrong);
  if (fields === null) return [];
  const clientSecret = environmentSecret(fields, directory, wrong);
  if (clientSecret === null) return [];
  return [
    {
      name: 'default',
      baseUrl: fields.NEXT_IDENTITY_BASE_URL,
      clientId: fields.NEXT_IDENTITY_CLIENT_ID,
      clientSecret,
      redirectUri: fields.NEXT_IDENTITY_REDIRECT_URI,
      authType: fields.NEXT_IDENTITY_AUTH_TYPE,
      locale: fields.NEXT_IDENTITY_LOCALE ?? null,
      limit: limitOf(fields.ROLLCALL_RATE_LIMIT, fields.ROLLCALL_BURST, fields.ROLLCALL_CAPACITY),
    },
  ];
}

function environmentSecret(
  fields: {
    NEXT_IDENTITY_CLIENT_SECRET?: string | undefined;
    NEXT_IDENTITY_CLIENT_SECRET_FILE?: string | undefined;
  },
  directory: string,
  wrong: string[],
): Secret | null {
  const { NEXT_IDENTITY_CLIENT_SECRET: value, NEXT_IDENTITY_CLIENT_SECRET_FILE: file } = fields;
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

function clientsOfFile(path: string, given: Environment, wrong: string[]): ClientConfig[] {
  if (!existsSync(path)) {
    if (given.ROLLCALL_CONFIG !== undefined) wrong.push(`ROLLCALL_CONFIG: ${path} does not exist`);
    return [];
  }
  const file = parsed(configFileSchema, parsedJson(path, wrong), `${path}: `, wrong);
  const clients: ClientConfig[] = [];
  for (const [name, fields] of Object.entries(file?.clients ?? {})) {
    const place = `clients.${name}.clientSecret`;
    const clientSecret =
      'file' in fields.clientSecret
        ? secretOfFile(resolve(path, '..', fields.clientSecret.file), place, wrong)
        : secretOfVariable(given, fields.clientSecret.env, place, wrong);
    if (clientSecret === null) continue;
    const { baseUrl, clientId, redirectUri, authType, locale, rateLimit, burst, capacity } = fields;
    const limit = limitOf(rateLimit, burst, capacity);
    clients.push({
      name,
      baseUrl,
      clientId,
      clientSecret,
      redirectUri,
      authType,
      locale: locale ?? null,
      limit,
    });
  }
  return clients;
}

function parsedJson(path: string, wrong: string[]): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    wrong.push(
      `${path}: not valid JSON (${cause instanceof Error ? cause.message : String(cause)})`,
    );
    return undefined;
  }
}

function secretOfVariable(
  given: Environment,
  name: string,
  place: string,
  wrong: string[],
): Secret | null {
  const value = given[name];
  if (value !== undefined) return new Secret(value);
  wrong.push(`${place}: the environment variable ${name} is not set`);
  return null;
}

function secretOfFile(path: string, place: string, wrong: string[]): Secret | null {
  try {
    return new Secret(readFileSync(path, 'utf8').trim());
  } catch {
    wrong.push(`${place}: ${path} cannot be read`);
    return null;
  }
}

function limitOf(rateLimit?: string, burst?: number, capacity?: number): ClientConfig['limit'] {
  return {
    ...(rateLimit === undefined ? {} : parseRateLimit(rateLimit)),
    ...(burst === undefined ? {} : { burst }),
    ...(capacity === undefined ? {} : { capacity }),
  };
}

/** What the schema makes of `value`, or null, with every complaint added to `wrong`. Values are never repeated in it. */
function parsed<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  place: string,
  wrong: string[],
): z.infer<Schema> | null {
  if (value === undefined) return null;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues) {
    const missing = at(value, path) === undefined;
    wrong.push(`${place}${path.join('.')}: ${missing ? 'missing' : message}`);
  }
  return null;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== 'object' || inner === null) return undefined;
    inner = Reflect.get(inner, key);
  }
  return inner;
}

function repeated(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}
