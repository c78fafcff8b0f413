import { setTimeout as pause } from 'node:timers/promises';
import { type Backoff, backoffMs, type Random } from '../../invite/backoff.js';
import { RollcallError } from '../../observe/rollcall-error.js';

/** How long a notification is tried for. Times in ms. */
export interface Patience {
  readonly tries: number;
  /** For one try, whatever it waits for. */
  readonly tryMs: number;
  /** For all tries and the pauses between them. */
  readonly totalMs: number;
  readonly backoff: Backoff;
}

/** A run does not end before its notifications have; a minute bridges the restart of a server. */
export const PATIENCE: Patience = {
  tries: 4,
  tryMs: 15_000,
  totalMs: 60_000,
  backoff: { baseMs: 2_000, capMs: 15_000 },
};

/** A notification that did not arrive. Its message names the place and the remedy, neither a person nor a secret. */
export class DeliveryFailure extends RollcallError {
  /** Whether another try may go better. */
  readonly mayPass: boolean;
  /** Least pause in ms before that, as the other side has said; 0 where it has not. */
  readonly pauseMs: number;

  constructor(code: string, message: string, { mayPass = false, pauseMs = 0 } = {}) {
    super(`notify.${code}`, message);
    this.mayPass = mayPass;
    this.pauseMs = pauseMs;
  }
}

export function stopped(place: string): DeliveryFailure {
  return new DeliveryFailure(
    'stopped',
    `Rollcall was stopped before the ${place} had taken the report. See: rollcall sync history`,
  );
}

/** One try: it ends by itself or throws within `timeoutMs`, and at once when the signal is aborted. */
export type Try = (timeoutMs: number, signal: AbortSignal) => Promise<void>;

/**
 * Tries until it works, may not pass, or time or tries are used up.
 *
 * @throws whatever the last try threw
 */
export async function deliver(
  attempt: Try,
  { tries, tryMs, totalMs, backoff }: Patience,
  signal: AbortSignal,
  random: Random = Math.random,
): Promise<void> {
  const end = performance.now() + totalMs;
  for (let made = 1; ; made += 1) {
    try {
      return await attempt(Math.max(1, Math.min(tryMs, end - performance.now())), signal);
    } catch (error) {
      if (!(error instanceof DeliveryFailure) || !error.mayPass || made >= tries) throw error;
      const pauseMs = Math.max(error.pauseMs, backoffMs(made, backoff, random));
      if (signal.aborted || performance.now() + pauseMs >= end) throw error;
      await pause(pauseMs, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}
