/**
 * How servers are believed, for connections of undici and of `node:https`. Said aloud, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the
 * environment cannot turn it off. No session is resumed: a server shows its certificate on no such connection, and one that
 * has expired, or was replaced, could go unseen for as long as calls are made.
 */
export const VERIFIED_TLS = { rejectUnauthorized: true, maxCachedSessions: 0 } as const;
