import type { Answer } from './answer.js';
import { misdirected, type Refused, readRefusal } from './refusal.js';

/** What one answer to a resend means. Whether its slot is used up is decided by whether a message may have gone out. */
export type ResendOutcome =
  /** The message went out once more. */
  | { kind: 'resent'; uuid: string | null }
  /** It may have: the slot is used up, and the person is written to again in the next one. */
  | { kind: 'lost'; code: string; message: string }
  /** It did not, and would not if it were asked for again: the slot is used up. */
  | { kind: 'not-sent'; uuid: string | null; code: string; message: string }
  /** The call was never sent: the slot is given back, and used soon. */
  | { kind: 'unsent'; code: string }
  /** 429: the whole queue of the client waits, and the slot is given back. */
  | { kind: 'hold'; retryAfterMs: number | null }
  /** Every call would get this answer: the client stops, and the slot is given back. */
  | { kind: 'stop'; code: string; message: string };

/**
 * The whole mapping from an answer of `/pre-register` with `resend: true` to what it means. Pure.
 *
 * 201 is what the vendor documents for a message sent again (response-codes-preregister). What a resend to somebody answers
 * who has activated, or within the resend window, no page tells: nothing but a 201 is taken for a message, and nothing but
 * a report of the activation for an activation.
 */
export function resendOutcomeOf(answer: Answer): ResendOutcome {
  switch (answer.kind) {
    case 'accepted':
      if (answer.status === 201) return { kind: 'resent', uuid: answer.uuid };
      return {
        kind: 'not-sent',
        uuid: answer.uuid,
        code: 'resend_without_message',
        message: `Next Identity answered the resend with ${answer.status}, which tells of no message.`,
      };
    case 'refused':
      return refused(answer);
    case 'rate-limited':
      return { kind: 'hold', retryAfterMs: answer.retryAfterMs };
    case 'unavailable':
      if (answer.status === null) return { kind: 'unsent', code: 'unreachable' };
      return lost(`Next Identity answered the resend with ${answer.status}.`);
    case 'misdirected':
      return misdirected(answer.reason);
    case 'lost':
      return lost(`The answer to the resend was lost (${answer.reason}).`);
  }
}

function refused(answer: Refused): ResendOutcome {
  const refusal = readRefusal(answer);
  switch (refusal.kind) {
    case 'stop':
      return refusal;
    case 'person':
      return { ...refusal, kind: 'not-sent', uuid: null };
    case 'in-use':
      return {
        kind: 'not-sent',
        uuid: null,
        code: 'resend_in_use',
        message: 'Next Identity refused the resend because the address is in use.',
      };
  }
}

function lost(message: string): ResendOutcome {
  return { kind: 'lost', code: 'answer_lost', message };
}
