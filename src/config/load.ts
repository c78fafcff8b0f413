import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { RollcallError } from '../observe/rollcall-error.js';
import { activationOf } from './activation-config.js';
import { at, check, readJson } from './check.js';
import { type ClientConfig, NO_RESENDS } from './client-config.js';
import { dataKeyOfEnvironment } from './data-key.js';
import { type Environment, environmentSecret, referredSecret } from './find-secret.js';
import { type ImportSettings, importSettings } from './import-settings.js';
import { configuredQuestionsSchema, questionsOf } from './open-questions.js';
import { mayLeadTo } from './private-address.js';
import { parseRateLimit } from './rate-limit.js';
import { clientFields, configFileSchema, processFields } from './schema.js';
import type { Secret } from './secret.js';
import { secretReference } from './secret-reference.js';
import { type SyncConfig, syncsOf } from './sync-config.js';

/** Everything that the environment and `rollcall.config.json` say, checked. */
export interface Config {
  /** Where `rollcall.config.json` is or would be, absolute: relative paths in settings begin there. */
  readonly directory: string;
  /** Directory of the embedded ledger, absolute. */
  readonly home: string;
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  /** The operator's key that wraps the ledger's data key, and the one that did before. */
  readonly dataKey: Secret | null;
  readonly formerDataKey: Secret | null;
  /** Jobs that one process works on at once. */
  readonly concurrency: number;
  /** Jobs that one client may have in the queue. */
  readonly queueWindow: number;
  readonly logLevel: string | null;
  readonly clients: readonly ClientConfig[];
  /** Those of the file; others stand in the ledger. */
  readonly syncs: readonly SyncConfig[];
  readonly import: ImportSettings;
}

/** The environment's way of naming a client's fields, in the order of the documentation. */
const CLIENT_VARIABLES = {
  NEXT_IDENTITY_BASE_URL: clientFields.baseUrl,
  NEXT_IDENTITY_CLIENT_ID: clientFields.clientId,
  NEXT_IDENTITY_REDIRECT_URI: clientFields.redirectUri,
  NEXT_IDENTITY_AUTH_TYPE: clientFields.authType,
  NEXT_IDENTITY_LOCALE: clientFields.locale,
  ROLLCALL_RATE_LIMIT: clientFields.rateLimit,
  ROLLCALL_PACE: clientFields.pace,
  ROLLCALL_BURST: clientFields.burst,
  ROLLCALL_CAPACITY: clientFields.capacity,
  NEXT_IDENTITY_ALLOW_PRIVATE_ADDRESSES: z
    .enum(['true', 'false'], { error: 'Expected true or false' })
    .default('false'),
};

/**
 * Reads and checks the whole configuration. An empty variable counts as unset, as in most `.env` files.
 *
 * @throws RollcallError `config_invalid` with one line for everything that is wrong, not just the first
 */
export function loadConfig(environment: Environment, directory: string): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const wrong: string[] = [];

  const settings = check(z.object(processFields), given, '', wrong);
  const path = resolve(directory, settings?.ROLLCALL_CONFIG ?? 'rollcall.config.json');
  const file = readConfigFile(path, given, wrong);
  const clients = [...file.clients, ...clientOfEnvironment(given, directory, wrong)];
  for (const name of repeated(clients.map((client) => client.name))) {
    wrong.push(`clients.${name}: also set by NEXT_IDENTITY_CLIENT_ID; keep one of the two`);
  }
  const dataKey = dataKeyOfEnvironment('ROLLCALL_DATA_KEY', given, directory, wrong);
  const formerDataKey = dataKeyOfEnvironment('ROLLCALL_DATA_KEY_OLD', given, directory, wrong);
  const syncs = syncsOf(file.syncs, clients, dirname(path), wrong);
  if (settings === null || wrong.length > 0) {
    throw new RollcallError(
      'config_invalid',
      `The configuration has mistakes:\n  ${wrong.join('\n  ')}`,
    );
  }
  return {
    directory: dirname(path),
    home: resolve(directory, settings.ROLLCALL_HOME),
    databaseUrl: settings.DATABASE_URL ?? null,
    redisUrl: settings.REDIS_URL ?? null,
    dataKey,
    formerDataKey,
    concurrency: settings.ROLLCALL_CONCURRENCY,
    queueWindow: settings.ROLLCALL_QUEUE_WINDOW,
    logLevel: settings.ROLLCALL_LOG_LEVEL ?? null,
    clients,
    syncs,
    import: file.import,
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
  const fields = check(z.object(CLIENT_VARIABLES), given, '', wrong);
  const clientSecret = environmentSecret('NEXT_IDENTITY_CLIENT_SECRET', given, directory, wrong);
  if (fields === null || clientSecret === null) return [];
  const allowPrivateAddresses = fields.NEXT_IDENTITY_ALLOW_PRIVATE_ADDRESSES === 'true';
  if (!mayLeadTo(fields.NEXT_IDENTITY_BASE_URL, allowPrivateAddresses)) {
    wrong.push(
      'NEXT_IDENTITY_BASE_URL: Expected a host on the public internet, and this is a private address: if it is meant, set NEXT_IDENTITY_ALLOW_PRIVATE_ADDRESSES=true',
    );
  }
  return [
    {
      name: 'default',
      baseUrl: fields.NEXT_IDENTITY_BASE_URL,
      allowPrivateAddresses,
      clientId: fields.NEXT_IDENTITY_CLIENT_ID,
      clientSecret,
      redirectUri: fields.NEXT_IDENTITY_REDIRECT_URI,
      authType: fields.NEXT_IDENTITY_AUTH_TYPE,
      locale: fields.NEXT_IDENTITY_LOCALE ?? null,
      pace: fields.ROLLCALL_PACE === undefined ? null : parseRateLimit(fields.ROLLCALL_PACE),
      limit: limitOf(fields.ROLLCALL_RATE_LIMIT, fields.ROLLCALL_BURST, fields.ROLLCALL_CAPACITY),
      directAccess: directAccessOfEnvironment(given, directory, wrong),
      openQuestions: questionsOf(
        configuredQuestionsSchema.parse({}),
        fields.NEXT_IDENTITY_AUTH_TYPE,
      ),
      roster: {},
      ...NO_RESENDS,
    },
  ];
}

function directAccessOfEnvironment(
  given: Environment,
  directory: string,
  wrong: string[],
): ClientConfig['directAccess'] {
  const clientId = given.NEXT_IDENTITY_DIRECT_CLIENT_ID;
  if (clientId === undefined) return null;
  const name = 'NEXT_IDENTITY_DIRECT_CLIENT_SECRET';
  const clientSecret = environmentSecret(name, given, directory, wrong);
  return clientSecret === null ? null : { clientId, clientSecret };
}

interface ConfigFile extends Pick<Config, 'clients' | 'import'> {
  readonly syncs: z.output<typeof configFileSchema>['syncs'];
}

/** What `rollcall.config.json` says; a file that is not there says nothing. */
function readConfigFile(path: string, given: Environment, wrong: string[]): ConfigFile {
  const nothing = { clients: [], syncs: {}, import: importSettings.parse({}) };
  if (!existsSync(path)) {
    if (given.ROLLCALL_CONFIG !== undefined) wrong.push(`ROLLCALL_CONFIG: ${path} does not exist`);
    return nothing;
  }
  const content = readJson(path, wrong);
  if (content === undefined) return nothing;
  const file = check(configFileSchema, content, `${path}: `, wrong);
  const secrets = secretsOfFile(content, dirname(path), given, wrong);
  return file === null ? nothing : { ...file, clients: clientsOf(file, secrets) };
}

function clientsOf(
  file: z.output<typeof configFileSchema>,
  secrets: ReadonlyMap<string, Secret>,
): ClientConfig[] {
  return Object.entries(file.clients).flatMap(([name, fields]) => {
    const clientSecret = secrets.get(name);
    if (clientSecret === undefined) return [];
    const {
      rateLimit,
      burst,
      capacity,
      pace,
      locale = null,
      resend = null,
      directAccess,
      allowPrivateAddresses = false,
      ...same
    } = fields;
    const activation = activationOf(fields.activation, fields.baseUrl);
    const openQuestions = questionsOf(fields.openQuestions, fields.authType);
    const limit = limitOf(rateLimit, burst, capacity);
    const directSecret = secrets.get(`${name}.directAccess`);
    const direct =
      directAccess === undefined || directSecret === undefined
        ? null
        : { clientId: directAccess.clientId, clientSecret: directSecret };
    return [
      {
        ...{ ...same, name, clientSecret, locale, limit, directAccess: direct },
        pace: pace === undefined ? null : parseRateLimit(pace),
        ...{ resend, activation, openQuestions, allowPrivateAddresses },
      },
    ];
  });
}

/** Looked up from the file as it stands, so that a secret that is missing is told beside what else is wrong. */
function secretsOfFile(
  content: unknown,
  directory: string,
  given: Environment,
  wrong: string[],
): Map<string, Secret> {
  const secrets = new Map<string, Secret>();
  const find = (name: string, fields: unknown) => {
    const reference = secretReference.safeParse(at(fields, ['clientSecret']));
    if (!reference.success) return;
    const place = `clients.${name}.clientSecret`;
    const secret = referredSecret(reference.data, given, directory, place, wrong);
    if (secret !== null) secrets.set(name, secret);
  };
  for (const [name, fields] of Object.entries(Object(at(content, ['clients'])))) {
    find(name, fields);
    const direct = at(fields, ['directAccess']);
    if (direct !== undefined) find(`${name}.directAccess`, direct);
  }
  return secrets;
}

function limitOf(rateLimit?: string, burst?: number, capacity?: number): ClientConfig['limit'] {
  return {
    ...(rateLimit === undefined ? {} : parseRateLimit(rateLimit)),
    ...(burst === undefined ? {} : { burst }),
    ...(capacity === undefined ? {} : { capacity }),
  };
}

function repeated(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}
