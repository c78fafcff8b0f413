import type { IncomingHttpHeaders } from 'node:http';
import { posix } from 'node:path';
import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, request } from 'undici';
import { PRIVATE_ADDRESS_CODE, publicLookup } from '../../config/public-lookup.js';
import { VERIFIED_TLS } from '../../config/verified-tls.js';
import type { RollcallError } from '../../observe/rollcall-error.js';
import type { SourceOf } from './settings.js';
import type { Fetched, Transfer } from './source.js';
import { privateAddress, sourceError, technicalName } from './source-error.js';
import { spool, tooLarge } from './spool.js';

const CONNECT_MS = 10_000;
/** Longest silence, before the answer and within it; an export is often made only when it is asked for. */
const SILENCE_MS = 120_000;
const REDIRECTS = 3;

/**
 * Downloads an export. Redirects are followed within the same server only: the header's secret is for no other.
 *
 * @throws RollcallError `source.unreachable`, `source.refused`, `source.redirected`, `source.truncated` and others
 */
export async function fetchHttps(
  { url, header, allowPrivateAddresses }: SourceOf<'https'>,
  transfer: Transfer,
): Promise<Fetched> {
  const agent = new Agent({
    connections: 1,
    headersTimeout: SILENCE_MS,
    bodyTimeout: SILENCE_MS,
    connect: {
      timeout: CONNECT_MS,
      ...VERIFIED_TLS,
      ...trusted(transfer),
      ...publicLookup(new URL(url).hostname, allowPrivateAddresses),
    },
  });
  const headers = {
    // What is packed on the way could not be measured against its length.
    'accept-encoding': 'identity',
    'user-agent': 'rollcall',
    ...(header === undefined ? {} : { [header.name]: headerValue(header, transfer) }),
  };
  try {
    const answer = await follow(new URL(url), { agent, headers, signal: transfer.signal });
    const { place, body } = answer;
    const expected = announcedBytes(answer.headers, place);
    if (expected !== null && expected > transfer.maxBytes) throw tooLarge(place, transfer.maxBytes);
    const spooled = await spool({ bytes: body, expected, place }, transfer);
    const name = posix.basename(new URL(place).pathname) || new URL(place).hostname;
    return {
      ...spooled,
      name,
      modifiedAt: lastModified(answer.headers),
      settle: async () => undefined,
    };
  } finally {
    // Not closed: an answer that is not wanted would have to come to its end first.
    await agent.destroy();
  }
}

interface Way {
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

interface Answer {
  /** The URL that has answered, without its query, which may be as good as a password. */
  readonly place: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Dispatcher.ResponseData['body'];
}

async function follow(start: URL, way: Way): Promise<Answer> {
  let url = start;
  for (let redirects = 0; ; redirects += 1) {
    const place = `${url.origin}${url.pathname}`;
    const { statusCode, headers, body } = await get(url, way, place);
    if (statusCode === 200) return { place, headers, body };
    // Read, as the only connection is free again after it.
    await body.dump({ limit: 64 * 1024 });
    const target = redirectTarget(statusCode, headers, url);
    if (target === null) throw refusal(statusCode, place);
    if (target.origin !== start.origin || redirects === REDIRECTS) {
      throw sourceError(
        'source.redirected',
        `${place} redirects to ${target.origin}${redirects === REDIRECTS ? ', again and again' : ''}. Redirects to elsewhere are not followed: set the URL to where the export is.`,
      );
    }
    url = target;
  }
}

async function get(
  url: URL,
  { agent, headers, signal }: Way,
  place: string,
): Promise<Dispatcher.ResponseData> {
  try {
    return await request(url, { dispatcher: agent, headers, signal });
  } catch (cause) {
    const name = technicalName(cause);
    if (name === PRIVATE_ADDRESS_CODE) throw privateAddress(url.host);
    const isTrust = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(name);
    if (!isTrust) throw sourceError('source.unreachable', `${place} cannot be reached (${name}).`);
    throw sourceError(
      'source.refused',
      `The certificate of ${url.host} is not trusted (${name}). Is it the right server? A company's own authority is named in NODE_EXTRA_CA_CERTS.`,
    );
  }
}

function redirectTarget(status: number, headers: IncomingHttpHeaders, from: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(status)) return null;
  const { location = '' } = headers;
  return URL.canParse(location, from.href) ? new URL(location, from) : null;
}

function refusal(status: number, place: string): RollcallError {
  if (status === 404 || status === 410) {
    return sourceError('source.not_found', `There is no ${place} (HTTP ${status}).`);
  }
  if (status === 401 || status === 403) {
    const remedy = "Check the source's header and the secret that it names.";
    return sourceError('source.refused', `${place} does not let us in (HTTP ${status}). ${remedy}`);
  }
  const code =
    status >= 500 || [408, 425, 429].includes(status) ? 'source.unreachable' : 'source.refused';
  return sourceError(code, `${place} answers with HTTP ${status} instead of an export.`);
}

/** How long the answer says that it is. Null where it is chunked, which tells the end by itself. */
function announcedBytes(headers: IncomingHttpHeaders, place: string): number | null {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  if (length !== undefined) return Number(length);
  if (encoding?.toLowerCase().includes('chunked')) return null;
  throw sourceError(
    'source.refused',
    `${place} does not say how long the export is, so it could end early and nobody would notice. Have the server send Content-Length.`,
  );
}

function lastModified({ 'last-modified': text }: IncomingHttpHeaders): Date | null {
  const at = new Date(text ?? '');
  return Number.isNaN(at.getTime()) ? null : at;
}

function headerValue(
  { name, secret }: NonNullable<SourceOf<'https'>['header']>,
  { resolveSecret }: Transfer,
): string {
  const value = resolveSecret(secret).reveal();
  if (/^[\t\x20-\x7e]+$/.test(value)) return value;
  throw sourceError(
    'source.secret',
    `The secret for the header ${name} holds a line break or another character that no header may have: copy it again.`,
  );
}

/** Node's own authorities are named too, as one that is given takes their place. */
function trusted({ certificateAuthority }: Transfer): { ca?: string[] } {
  return certificateAuthority === undefined
    ? {}
    : { ca: [...rootCertificates, certificateAuthority] };
}
