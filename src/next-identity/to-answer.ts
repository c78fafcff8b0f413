import type { Answer } from '../invite/answer.js';
import { NextIdentityError } from './error.js';
import type { PreRegistered } from './pre-register.js';

/**
 * Turns a pre-registration, however it ends, into the `Answer` that the invite's states are decided by.
 *
 * @throws whatever is no answer: an aborted call, a failing pacer, a closed client
 */
export async function toAnswer(call: Promise<PreRegistered>): Promise<Answer> {
  try {
    const { status, uuid } = await call;
    return { kind: 'accepted', status, uuid };
  } catch (error) {
    if (!(error instanceof NextIdentityError)) throw error;
    const { kind, status, reason, apiError, fields, retryAfterMs } = error;
    switch (kind) {
      case 'refused':
        if (status === null) return { kind: 'misdirected', reason };
        return { kind, status, error: apiError, fields };
      case 'rate-limited':
        return { kind, retryAfterMs };
      case 'unavailable':
        return { kind, status, reason };
      case 'lost':
        return { kind, reason };
      case 'aborted':
        throw error;
    }
  }
}
