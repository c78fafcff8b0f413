import { statSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { RollcallError } from '../../observe/rollcall-error.js';

const EXPECTED = 'Expected --source as a path, https://…, sftp://user@host/path or s3://bucket/key';

/**
 * The settings of a source, as far as a path or a URL tells them. A directory is written with a slash at its end, or is there.
 *
 * @throws RollcallError `option_invalid`
 */
export function sourceFrom(text: string): Record<string, unknown> {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(text)?.[1]?.toLowerCase();
  switch (scheme) {
    case undefined:
      return onDisk(text);
    case 'http':
    case 'https':
      return { kind: 'https', url: text };
    case 'sftp':
      return onSftp(urlOf(text));
    case 's3':
      return inBucket(urlOf(text));
    default:
      throw new RollcallError(
        'option_invalid',
        `${EXPECTED}, got one that begins with ${scheme}:.`,
      );
  }
}

function onDisk(path: string): Record<string, unknown> {
  if (path === '') throw new RollcallError('option_invalid', `${EXPECTED}.`);
  const isDirectory =
    path.endsWith('/') || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return { kind: isDirectory ? 'directory' : 'file', path: resolve(path) };
}

function onSftp(url: URL): Record<string, unknown> {
  if (url.password !== '') {
    throw new RollcallError(
      'option_invalid',
      'Expected --source without a password, which would stand in the history of the shell. Name the place of it: --set source.password.env=VARIABLE',
    );
  }
  const { hostname, port, username } = url;
  return {
    kind: 'sftp',
    host: hostname,
    ...(port === '' ? {} : { port: Number(port) }),
    ...(username === '' ? {} : { user: decodeURIComponent(username) }),
    path: pathOf(url),
  };
}

/** A key with wildcards in its last part is a prefix with a pattern; one that ends with a slash is a prefix. */
function inBucket(url: URL): Record<string, unknown> {
  const key = pathOf(url).slice(1);
  const bucket = { kind: 's3', bucket: url.hostname };
  if (key === '' || key.endsWith('/')) return { ...bucket, prefix: key };
  if (!/[*?{[]/.test(key)) return { ...bucket, key };
  const folder = posix.dirname(key);
  return { ...bucket, prefix: folder === '.' ? '' : `${folder}/`, pattern: posix.basename(key) };
}

/** A question mark belongs to a pattern here, as these URLs have no query. */
function pathOf({ pathname, search }: URL): string {
  return decodeURIComponent(`${pathname}${search}`);
}

function urlOf(text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new RollcallError('option_invalid', `${EXPECTED}.`);
}
