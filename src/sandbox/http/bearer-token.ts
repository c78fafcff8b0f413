const BEARER = /^bearer +(\S+) *$/i;

/** The token of `Authorization: Bearer <token>`, or null where it is not that. */
export function readBearerToken(header: string | undefined): string | null {
  return header === undefined ? null : (BEARER.exec(header)?.[1] ?? null);
}
