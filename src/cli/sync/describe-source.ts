import type { SourceSettings } from '../../sync/sources/settings.js';

/** Where the exports of a sync come from, in one line without a secret. */
export function describeSource(source: SourceSettings): string {
  switch (source.kind) {
    case 'file':
      return source.path;
    case 'directory':
      return `${source.path}/${source.pattern}`;
    case 'https':
      return withoutQuery(source.url);
    case 'sftp':
      return `sftp://${source.user}@${source.host}:${source.port}${source.path}`;
    case 's3':
      return `s3://${source.bucket}/${source.key ?? `${source.prefix}${source.pattern}`}`;
  }
}

/** A query may hold a token. */
function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
