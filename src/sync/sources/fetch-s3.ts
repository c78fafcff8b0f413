import { posix } from 'node:path';
import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  paginateListObjectsV2,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { z } from 'zod';
import { PRIVATE_ADDRESS_CODE, publicLookup } from '../../config/public-lookup.js';
import { VERIFIED_TLS } from '../../config/verified-tls.js';
import type { RollcallError } from '../../observe/rollcall-error.js';
import { nameMatcher, newestFirst } from './name-pattern.js';
import type { SourceOf } from './settings.js';
import type { Fetched, Transfer } from './source.js';
import { privateAddress, sourceError, technicalName } from './source-error.js';
import { spool, tooLarge } from './spool.js';

const CONNECT_MS = 10_000;
const SILENCE_MS = 60_000;

/** An object, as a list or a look has it. */
interface Found {
  readonly key: string;
  /** Null where it was named, not listed. */
  readonly etag: string | null;
}

/**
 * Fetches an object: the one that is named, or the newest under a prefix. Objects are complete once they are there; one
 * that is replaced between the list and its turn is refused by its ETag, and checksums are compared where it has one.
 *
 * @throws RollcallError `source.not_found`, `source.refused`, `source.unreachable`, `source.truncated` and others
 */
export async function fetchS3(settings: SourceOf<'s3'>, transfer: Transfer): Promise<Fetched> {
  const client = new S3Client(clientConfig(settings, transfer));
  try {
    const found = await find(client, settings, transfer);
    const place = `s3://${settings.bucket}/${found.key}`;
    const { Body, ContentLength, LastModified } = await get(client, settings, found, transfer);
    if (!(Body instanceof Readable) || ContentLength === undefined) {
      throw sourceError('source.truncated', `${place} came without its content or its length.`);
    }
    if (ContentLength > transfer.maxBytes) throw tooLarge(place, transfer.maxBytes);
    const spooled = await spool({ bytes: Body, expected: ContentLength, place }, transfer);
    const name = posix.basename(found.key);
    return { ...spooled, name, modifiedAt: LastModified ?? null, settle: async () => undefined };
  } finally {
    client.destroy();
  }
}

function clientConfig(settings: SourceOf<'s3'>, { resolveSecret }: Transfer): S3ClientConfig {
  const { region, endpoint, pathStyle, credentials, allowPrivateAddresses } = settings;
  const keys = credentials && {
    accessKeyId: resolveSecret(credentials.accessKeyId).reveal(),
    secretAccessKey: resolveSecret(credentials.secretAccessKey).reveal(),
    ...(credentials.sessionToken && {
      sessionToken: resolveSecret(credentials.sessionToken).reveal(),
    }),
  };
  return {
    region,
    forcePathStyle: pathStyle ?? endpoint !== undefined,
    // Attempts are made anew by us, as a transfer may also break off after its answer has begun.
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      httpsAgent: {
        ...VERIFIED_TLS,
        // AWS's own names lead to private addresses where a network has its endpoint for S3.
        ...(endpoint === undefined
          ? {}
          : publicLookup(new URL(endpoint).hostname, allowPrivateAddresses)),
      },
    },
    ...(endpoint !== undefined && { endpoint }),
    ...(keys && { credentials: keys }),
  };
}

async function find(
  client: S3Client,
  settings: SourceOf<'s3'>,
  { signal }: Transfer,
): Promise<Found> {
  const { bucket, key, prefix = '', pattern, newest } = settings;
  if (key !== undefined) return { key, etag: null };
  const place = `s3://${bucket}/${prefix}`;
  const matches = nameMatcher(pattern);
  const candidates: { name: string; modifiedAt: Date; etag: string | null }[] = [];
  const pages = paginateListObjectsV2(
    { client },
    { Bucket: bucket, Prefix: prefix },
    { abortSignal: signal },
  );
  try {
    for await (const { Contents = [] } of pages) {
      for (const { Key: name = '', LastModified, ETag } of Contents) {
        if (name.endsWith('/') || !matches(posix.basename(name))) continue;
        candidates.push({ name, modifiedAt: LastModified ?? new Date(0), etag: ETag ?? null });
      }
    }
  } catch (cause) {
    throw inWords(cause, place, settings);
  }
  const [first] = newestFirst(candidates, newest);
  if (first !== undefined) return { key: first.name, etag: first.etag };
  const remedy = 'Has the export been written?';
  throw sourceError('source.not_found', `There is no object ${pattern} under ${place}. ${remedy}`);
}

async function get(
  client: S3Client,
  settings: SourceOf<'s3'>,
  { key, etag }: Found,
  { signal }: Transfer,
): Promise<GetObjectCommandOutput> {
  const { bucket } = settings;
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    ChecksumMode: 'ENABLED',
    ...(etag !== null && { IfMatch: etag }),
  });
  try {
    return await client.send(command, { abortSignal: signal });
  } catch (cause) {
    throw inWords(cause, `s3://${bucket}/${key}`, settings);
  }
}

const answered = z
  .object({ $metadata: z.object({ httpStatusCode: z.number().optional().catch(undefined) }) })
  .catch({ $metadata: {} });

/** What the storage answered, in our words: its own may quote the request. */
function inWords(
  cause: unknown,
  place: string,
  { region, endpoint = '' }: SourceOf<'s3'>,
): RollcallError {
  const status = answered.parse(cause).$metadata.httpStatusCode;
  const name = technicalName(cause);
  if (name === PRIVATE_ADDRESS_CODE) return privateAddress(new URL(endpoint).host);
  if (status === undefined || status >= 500 || status === 408 || status === 429) {
    return sourceError('source.unreachable', `${place} cannot be reached (${name}).`);
  }
  switch (status) {
    case 301:
    case 307:
      return sourceError(
        'source.redirected',
        `The bucket of ${place} is not in ${region}. Set "region" to its own.`,
      );
    case 404:
      return sourceError('source.not_found', `There is no ${place} (${name}).`);
    case 412:
      return sourceError(
        'source.still_written',
        `${place} was replaced while it was asked for. Run the sync again.`,
      );
    default:
      return sourceError(
        'source.refused',
        `${place} is not given to us (${name}, HTTP ${status}). Check "credentials", and that they may list and read it.`,
      );
  }
}
