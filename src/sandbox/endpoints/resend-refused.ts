import { type Answer, httpException } from '../http/answer.js';

/** What a resend within the window answers. Neither status nor words are documented. */
export function resendRefused(status: 422 | 429): Answer {
  return httpException(status, 'Too many resend requests');
}
