import { RollcallError } from '../../observe/rollcall-error.js';
import type { SyncReport } from '../report/sync-report.js';
import { chatTo } from './chat.js';
import type { NotifyContext } from './context.js';
import { deliver, PATIENCE, type Try } from './delivery.js';
import { emailTo } from './email.js';
import type { NotifyTarget } from './settings.js';
import { isWanted } from './wanted.js';
import { webhookTo } from './webhook.js';

/** What became of one notification. Fit for logs: it names no recipient and no secret. */
export interface NotifyOutcome {
  readonly kind: NotifyTarget['kind'];
  /** Its place in the settings, from 0. */
  readonly target: number;
  readonly result: 'sent' | 'failed';
  /** Why it failed; null where it was sent. */
  readonly code: string | null;
  readonly message: string | null;
}

/**
 * Tells every target that wants to know of this run, all at once, and never throws: whatever becomes of notifications, the run
 * stays what it is. It takes as long as the patience says, a minute unless told otherwise.
 *
 * @returns an outcome for each target that was to be told
 */
export async function notify(
  report: SyncReport,
  targets: readonly NotifyTarget[],
  context: NotifyContext,
): Promise<NotifyOutcome[]> {
  const { patience = PATIENCE, signal, random } = context;
  const outcomes = targets.map(async (settings, target): Promise<NotifyOutcome[]> => {
    const { kind, on } = settings;
    if (!isWanted(on, report)) return [];
    try {
      await deliver(tryOf(settings, report, context), patience, signal, random);
      return [{ kind, target, result: 'sent', code: null, message: null }];
    } catch (error) {
      return [{ kind, target, result: 'failed', ...reasonOf(error) }];
    }
  });
  return (await Promise.all(outcomes)).flat();
}

function tryOf(target: NotifyTarget, report: SyncReport, context: NotifyContext): Try {
  switch (target.kind) {
    case 'email':
      return emailTo(target, report, context);
    case 'webhook':
      return webhookTo(target, report, context);
    case 'chat':
      return chatTo(target, report, context);
  }
}

/** Only our own messages are known to hold neither a secret nor a person. */
function reasonOf(error: unknown): { code: string; message: string } {
  if (error instanceof RollcallError) return { code: error.code, message: error.message };
  const name = error instanceof Error ? error.name : typeof error;
  return { code: 'notify.failed', message: `Something unexpected went wrong (${name}).` };
}
