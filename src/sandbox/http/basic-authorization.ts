/** The two halves of a Basic authorization. */
export interface BasicCredentials {
  readonly clientId: string;
  readonly secret: string;
}

const BASIC = /^basic +([a-z0-9+/_-]+={0,2}) *$/i;

/** Reads `Basic <base64 client_id:client_secret>` (docs page pre-register), or null where it is not that. */
export function readBasicAuthorization(header: string | undefined): BasicCredentials | null {
  const encoded = header === undefined ? undefined : BASIC.exec(header)?.[1];
  if (encoded === undefined) return null;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon < 1) return null;
  return { clientId: decoded.slice(0, colon), secret: decoded.slice(colon + 1) };
}
