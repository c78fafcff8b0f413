import { retryAfterValue } from '../limits/retry-after.js';
import type { World } from '../world.js';
import { type Answer, httpException } from './answer.js';

/**
 * 429 (rate-limiting-overview). Its body and headers are not documented; both are assumptions.
 *
 * @param waitMs milliseconds until a call could pass
 */
export function tooManyRequests(world: World, waitMs: number): Answer {
  const value = retryAfterValue(world.settings.retryAfter, waitMs, world.clock.now());
  return httpException(429, 'Too Many Requests', value === null ? {} : { 'retry-after': value });
}
