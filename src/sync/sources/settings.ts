import { posix } from 'node:path';
import { z } from 'zod';
import { durationSchema } from '../../config/duration.js';
import { httpsUrl } from '../../config/https-url.js';
import { allowPrivateAddresses, mayLeadTo, PRIVATE_ADDRESS } from '../../config/private-address.js';
import { secretReference } from '../../config/secret-reference.js';
import { isPattern } from './name-pattern.js';

const text = z.string({ error: 'Expected a text' }).min(1, 'Expected a text that is not empty');

const HOUR_MS = 3_600_000;

// Timers know no longer span than 24 days, and take one for none at all.
function upTo(mostMs: number, error: string) {
  return durationSchema.refine((ms) => ms <= mostMs, { error });
}

const limits = z
  .strictObject({
    megabytes: z
      .number('Expected a number above 0')
      .positive('Expected a number above 0')
      .max(10_000, 'Expected at most 10000')
      .default(200)
      .describe('Largest export that is fetched, in megabytes (1,000,000 bytes).'),
    time: upTo(24 * HOUR_MS, 'Expected a span of at most a day')
      .prefault('10m')
      .describe('Longest time that fetching may take, with all its attempts.'),
  })
  .prefault({})
  .describe('What an export may cost at most.');

const newest = z
  .enum(['name', 'time'], { error: 'Expected "name" or "time"' })
  .default('time')
  .describe('Of several exports, which is the newest: the last by name, or the one changed last.');

const settle = upTo(HOUR_MS, 'Expected a span of at most an hour')
  .prefault('10s')
  .describe('An export has to stay the same for this span, or it is still being written.');

const pattern = text
  .refine((name) => !/[/\\]/.test(name), {
    error: 'Expected a name like "employees-*.csv", without a directory',
  })
  .describe('Names of exports, with *, ? and {a,b}.');

const file = z
  .strictObject({
    kind: z.literal('file'),
    path: text.describe('Path of the export; its name may hold *, ? and {a,b}.'),
    newest,
    settle,
    limits,
  })
  .describe('A file on this machine, or the newest of several.');

const directory = z
  .strictObject({
    kind: z.literal('directory'),
    path: text.describe('Path of the directory that exports are dropped in.'),
    pattern: pattern.default('*.csv'),
    newest,
    processed: z
      .enum(['move', 'remember'], { error: 'Expected "move" or "remember"' })
      .default('remember')
      .describe(
        'What becomes of an export after its run: it is moved to the sub-directory "processed", with those that it supersedes, or stays where it is, and is known again by its content.',
      ),
    settle,
    limits,
  })
  .describe('A directory that exports are dropped in.');

const https = z
  .strictObject({
    kind: z.literal('https'),
    url: httpsUrl
      .refine((url) => !hasCredentials(url), {
        error: 'Expected a URL without a user or password: name a header and its secret instead',
      })
      .describe('Where the export is, https except on this machine.'),
    allowPrivateAddresses,
    header: z
      .strictObject({
        name: z
          .string()
          .regex(/^[A-Za-z0-9-]+$/, 'Expected the name of a header, like "Authorization"')
          .describe('Name of the header.'),
        secret: secretReference.describe('Where its whole value is, such as "Bearer …".'),
      })
      .optional()
      .describe('A header that lets Rollcall in.'),
    limits,
  })
  .refine((source) => mayLeadTo(source.url, source.allowPrivateAddresses), {
    error: PRIVATE_ADDRESS,
    path: ['url'],
  })
  .describe('A download.');

const hostKey = z
  .string({ error: 'Expected what "ssh-keygen -lf" prints, like "SHA256:…"' })
  .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'Expected what "ssh-keygen -lf" prints, like "SHA256:…"');

const sftp = z
  .strictObject({
    kind: z.literal('sftp'),
    host: text.describe('Name or address of the server.'),
    port: z
      .int('Expected a port')
      .min(1, 'Expected a port')
      .max(65_535, 'Expected a port')
      .default(22),
    user: text.describe('Name to sign in with.'),
    hostKey: z
      .union([hostKey, z.array(hostKey).min(1, 'Expected at least one fingerprint')])
      .describe("Fingerprint of the server's key, or of each that it may show."),
    password: secretReference.optional(),
    privateKey: secretReference
      .optional()
      .describe('Where the private key is, in the form of OpenSSH or PEM.'),
    passphrase: secretReference.optional().describe('Where the passphrase of the key is.'),
    path: text
      .refine((path) => !isPattern(posix.dirname(path)), {
        error: 'Expected *, ? and {a,b} in the last part of the path only',
      })
      .describe('Path on the server; its name may hold *, ? and {a,b}.'),
    newest,
    settle,
    limits,
  })
  .refine(({ password, privateKey }) => (password === undefined) !== (privateKey === undefined), {
    error: 'Expected either "password" or "privateKey"',
  })
  .refine(({ passphrase, privateKey }) => passphrase === undefined || privateKey !== undefined, {
    error: 'Expected "passphrase" together with "privateKey" only',
    path: ['passphrase'],
  })
  .describe('A file on an SFTP server, or the newest of several.');

const s3 = z
  .strictObject({
    kind: z.literal('s3'),
    bucket: text,
    key: text.optional().describe('Key of the export.'),
    prefix: z.string().optional().describe('Instead of a key: how the keys of exports begin.'),
    pattern: pattern.default('*').describe('Names under the prefix, after the last slash.'),
    newest,
    region: text.describe('Region of the bucket, like "eu-central-1".'),
    endpoint: httpsUrl.optional().describe('Where storage other than that of AWS is.'),
    allowPrivateAddresses: allowPrivateAddresses.describe(
      'Whether the endpoint may have a private address. Default: this machine only.',
    ),
    pathStyle: z
      .boolean({ error: 'Expected true or false' })
      .optional()
      .describe('Whether the bucket stands in the path. Default: where there is an endpoint.'),
    credentials: z
      .strictObject({
        accessKeyId: secretReference,
        secretAccessKey: secretReference,
        sessionToken: secretReference.optional(),
      })
      .optional()
      .describe('Default: the role or profile of this machine, as the AWS command line finds it.'),
    limits,
  })
  .refine(({ key, prefix }) => (key === undefined) !== (prefix === undefined), {
    error: 'Expected either "key" or "prefix"',
  })
  .refine(({ endpoint, ...s3 }) => !endpoint || mayLeadTo(endpoint, s3.allowPrivateAddresses), {
    error: PRIVATE_ADDRESS,
    path: ['endpoint'],
  })
  .describe('An object in S3 or storage that speaks like it, or the newest of several.');

/** Where the exports of a sync come from. Spans are in ms once read. */
export const sourceSettings = z.discriminatedUnion('kind', [file, directory, https, sftp, s3], {
  error: 'Expected a "kind" out of file, directory, https, sftp, s3',
});

export type SourceSettings = z.output<typeof sourceSettings>;
export type SourceOf<Kind extends SourceSettings['kind']> = Extract<SourceSettings, { kind: Kind }>;

function hasCredentials(url: string): boolean {
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}
