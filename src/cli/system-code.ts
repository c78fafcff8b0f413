/** What the system calls a failure, like `ENOENT`; it never says who or where. */
export function systemCode(cause: unknown): string {
  const hasCode = typeof cause === 'object' && cause !== null && 'code' in cause;
  return hasCode ? String(cause.code) : 'unknown';
}
