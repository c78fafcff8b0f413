import { createHash } from 'node:crypto';

/**
 * Names the budget by what the vendor counts by, the client id within its environment, so that two configured clients with
 * one id share it (rate-limiting-overview).
 */
export function budgetOf(baseUrl: string, clientId: string): string {
  const counted = `${new URL(baseUrl).origin}\n${clientId}`;
  return createHash('sha256').update(counted).digest('hex').slice(0, 16);
}
