import { Readable } from 'node:stream';
import { createTransport, type SendMailOptions, type SMTPTransportOptions } from 'nodemailer';
import { peopleConcerned } from '../counts.js';
import { differencesCsv } from '../report/differences-csv.js';
import { formatReport } from '../report/format-report.js';
import { headline } from '../report/headline.js';
import { written } from '../report/numbers.js';
import type { SyncReport } from '../report/sync-report.js';
import type { NotifyContext } from './context.js';
import { DeliveryFailure, type Try } from './delivery.js';
import { emailFailure } from './email-failure.js';
import { messageId } from './message-id.js';
import type { EmailTarget } from './settings.js';

/** About 5 MB of CSV; mail servers commonly refuse more than 10. */
const MOST_ATTACHED = 20_000;

/** A mail with the report, to each of its recipients at once. It tells no person but where `personalData` is set. */
export function emailTo(target: EmailTarget, report: SyncReport, context: NotifyContext): Try {
  const { host, port, from, to } = target;
  const place = `mail server ${host}:${port}`;
  const connection = connectionOf(target, context);
  const text = textOf(target, report);
  const [, domain = 'localhost'] = from.split('@');
  const id = `<${messageId(report, JSON.stringify([host, from, to]))}@${domain}>`;
  return async (timeoutMs, signal) => {
    const transport = createTransport({
      ...connection,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      dnsTimeout: timeoutMs,
    });
    try {
      const { rejected } = await transport.sendMail({
        from: mailbox(from),
        to: to.map(mailbox),
        messageId: id,
        subject: headline(report),
        text,
        attachments: attachmentsOf(target, report, context),
        // RFC 3834: nobody's absence note is to answer.
        headers: { 'auto-submitted': 'auto-generated' },
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      if (rejected.length > 0) throw unknownRecipients(place, rejected.length, to.length);
    } catch (error) {
      throw emailFailure(error, place, signal);
    } finally {
      transport.close();
    }
  };
}

function connectionOf(target: EmailTarget, context: NotifyContext): SMTPTransportOptions {
  const { host, port, tls, account } = target;
  const ca = context.ca === undefined ? {} : { ca: context.ca };
  return {
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    // Said aloud, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment cannot turn it off.
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...ca },
    ...(account === null
      ? {}
      : { auth: { user: account.user, pass: context.resolveSecret(account.password).reveal() } }),
    // Nothing that a message says makes nodemailer read a file or fetch a page.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** As an object, so that nodemailer does not take an address apart as a list or a group of others. */
function mailbox(address: string): { name: string; address: string } {
  return { name: '', address };
}

function attachmentsOf(
  target: EmailTarget,
  report: SyncReport,
  { differences, delimiter }: NotifyContext,
): NonNullable<SendMailOptions['attachments']> {
  if (!target.personalData || report.counts === null || isTooLong(report)) return [];
  return [
    {
      filename: `${report.sync}-${report.run}.csv`,
      contentType: 'text/csv; charset=utf-8',
      content: Readable.from(differencesCsv(differences(), delimiter)),
    },
  ];
}

function textOf({ personalData }: EmailTarget, report: SyncReport): string {
  const text = `${formatReport(report)}\n`;
  if (!personalData || !isTooLong(report)) return text;
  return `${text}\nMore than ${written(MOST_ATTACHED)} differences are too many for a mail: rollcall sync show ${report.run} --csv\n`;
}

function isTooLong({ counts }: SyncReport): boolean {
  return counts !== null && peopleConcerned(counts) + counts.unclear > MOST_ATTACHED;
}

/** Not tried again: the others have the message. */
function unknownRecipients(place: string, rejected: number, all: number): DeliveryFailure {
  return new DeliveryFailure(
    'recipient',
    `The ${place} refused ${rejected} of ${all} recipients; the others have the report. Check the addresses in "to".`,
  );
}
