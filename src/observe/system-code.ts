/**
 * What the system calls a failure, like `ENOENT`; it never says who or where. Errors of Node's own are no `Error` of ours where
 * several realms are at work, as in tests, so only the code is looked for.
 */
export function systemCode(cause: unknown): string {
  const hasCode = typeof cause === 'object' && cause !== null && 'code' in cause;
  return hasCode ? String(cause.code) : 'unknown';
}
