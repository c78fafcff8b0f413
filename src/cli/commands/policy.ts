import { DateTime } from 'luxon';
import { type ClientConfig, waysOf } from '../../config/client-config.js';
import { resendRulesOf } from '../../config/resend-rules.js';
import { describePolicy } from '../../invite/describe-policy.js';
import { type Foreseen, foresee } from '../../invite/foresee.js';
import type { InvitedPerson, ResendPolicy } from '../../invite/resend-policy.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { output } from '../output.js';
import { withSession } from '../session.js';
import { table } from '../table.js';

/** `rollcall policy`: when people are written to again, in sentences and by the example of somebody invited now. */
export function policy(options: { client?: string; json?: boolean }): Promise<ExitCode> {
  return withSession(async (session) => {
    const { clients } = session.config;
    const isAll = options.client === undefined && clients.length > 0;
    const chosen = isAll ? clients : [session.client(options.client)];
    const reports = chosen.map((client) => reportOf(client, new Date()));
    if (options.json === true) output.json({ clients: reports });
    else output.data(reports.map(format).join('\n\n'));
    return EXIT_CODE.done;
  });
}

/** What is known of a client's policy, as `--json` prints it. */
interface PolicyReport {
  readonly client: string;
  readonly policy: ResendPolicy | null;
  /** Whether anybody is written to again by it. */
  readonly inForce: boolean;
  readonly sentences: readonly string[];
  /** What comes for somebody who is invited now and does not activate. */
  readonly example: readonly Foreseen[];
}

function reportOf(client: ClientConfig, now: Date): PolicyReport {
  const { name, resend } = client;
  const { inForce } = resendRulesOf(client);
  return {
    client: name,
    policy: resend,
    inForce: inForce !== null,
    sentences: describePolicy(resend, waysOf(client)),
    example: inForce === null ? [] : foresee(inForce.policy, invitedAt(now), now),
  };
}

/** Somebody whom the spread does not put off. */
function invitedAt(now: Date): InvitedPerson {
  const nothingYet = { resendSlot: 0, resends: 0, lastMessageAt: now, timeZone: null };
  return { id: 0, state: 'invited', invitedAt: now, ...nothingYet };
}

function format({ client, policy: resend, sentences, example }: PolicyReport): string {
  const lines = [`Client ${client}`, ...sentences.map((sentence) => `  ${sentence}`)];
  if (resend === null || example.length === 0) return lines.join('\n');
  const rows = example.map((step) => [
    step.kind === 'expire' ? 'given up' : `message ${step.slot}`,
    DateTime.fromJSDate(step.at, { zone: resend.timeZone })
      .setLocale('en-GB')
      .toFormat('ccc d LLL yyyy HH:mm ZZZZ'),
  ]);
  const head =
    '  For somebody who is invited now and does not activate, before what the spread adds:';
  return [...lines, head, ...table(rows, ['left', 'left']).map((row) => `  ${row}`)].join('\n');
}
