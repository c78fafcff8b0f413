import { createHash } from 'node:crypto';

/**
 * By which a sync knows a refused row again: a uuid, of the cells but for their digits, since a line of totals is the same line
 * every night.
 */
export function rowDigest(cells: readonly string[]): string {
  const text = JSON.stringify(cells).replaceAll(/\d/g, '0');
  return createHash('md5')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
