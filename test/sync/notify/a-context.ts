import { Secret } from '../../../src/config/secret.js';
import { RollcallError } from '../../../src/observe/rollcall-error.js';
import type { NotifyContext } from '../../../src/sync/notify/context.js';
import type { Patience } from '../../../src/sync/notify/delivery.js';
import { type NotifyTarget, notifySettings } from '../../../src/sync/notify/settings.js';
import type { Difference } from '../../../src/sync/report/differences-csv.js';

/** The mark of a person: where it is found, personal data has left. */
export const PERSON = 'Marked-Lastname';

/** One leaver, who carries the mark. */
export async function* markedDifferences(): AsyncGenerator<Difference> {
  const identifier = `${PERSON}@acme.example`.toLowerCase();
  const profile = { firstName: 'Anna', lastName: PERSON };
  const before = { identifier, employeeNumber: '4711', profile, locale: null, timeZone: null };
  yield { kind: 'leaver', line: null, before, after: null, result: null };
}

/** Times that a test can wait for, and no pause that is left to chance. */
export const SHORT: Patience = {
  tries: 3,
  tryMs: 5_000,
  totalMs: 20_000,
  backoff: { baseMs: 5, capMs: 5 },
};

export function aContext(
  secrets: Readonly<Record<string, string>> = {},
  given: Partial<NotifyContext> = {},
): NotifyContext {
  return {
    resolveSecret(reference) {
      const name = 'env' in reference ? reference.env : reference.file;
      const value = secrets[name];
      if (value !== undefined) return new Secret(value);
      throw new RollcallError('secret_missing', `There is no secret ${name}. Set it.`);
    },
    differences: markedDifferences,
    delimiter: ',',
    signal: new AbortController().signal,
    now: () => new Date(),
    patience: SHORT,
    ...given,
  };
}

/** Targets as the configuration would give them. */
export function targets(...given: readonly object[]): NotifyTarget[] {
  return notifySettings.parse(given);
}
