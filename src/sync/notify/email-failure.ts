import { z } from 'zod';
import { DeliveryFailure, stopped } from './delivery.js';

/** What is read of an error of nodemailer. Its own text is not: it quotes the server, which may quote an address. */
const seen = z
  .object({
    code: z.string().optional().catch(undefined),
    /** What Node called it, as ECONNREFUSED or CERT_HAS_EXPIRED. */
    originalCode: z.string().optional().catch(undefined),
    /** The reply of the mail server, as 550. */
    responseCode: z.int().optional().catch(undefined),
  })
  .catch({});

/** As Node calls what is wrong with a certificate, or with a server that does not speak TLS where it should. */
const TLS_TROUBLE = /CERT|SELF_SIGNED|UNABLE_TO|SSL|TLS/;

/** Puts an error of a mail that was not sent into words. */
export function emailFailure(error: unknown, place: string, signal: AbortSignal): DeliveryFailure {
  if (error instanceof DeliveryFailure) return error;
  if (signal.aborted) return stopped(place);
  const { code = 'unknown', originalCode = code, responseCode } = seen.parse(error);
  const what = code === 'EABORT' ? 'no end of it in time' : originalCode;
  const said = responseCode === undefined ? what : `${code}, reply ${responseCode}`;
  // RFC 5321, 4.2.1: a reply from 500 up would be the same again.
  const mayPass = responseCode === undefined || responseCode < 500;
  switch (TLS_TROUBLE.test(originalCode) ? 'ETLS' : code) {
    case 'EAUTH':
      return new DeliveryFailure(
        'sign_in',
        `The ${place} refused the sign-in (${said}). Check user and password.`,
        { mayPass: mayPass && responseCode !== undefined },
      );
    case 'ETLS':
      return new DeliveryFailure(
        'tls',
        `There is no safe connection to the ${place} (${said}): it offers no STARTTLS, or its certificate is not trusted. Where it speaks TLS from the start, say "tls": "implicit"; trust a certificate of your own with NODE_EXTRA_CA_CERTS.`,
      );
    case 'EENVELOPE':
    case 'EMESSAGE':
      return new DeliveryFailure(
        'refused',
        `The ${place} refused the report (${said}). Check the addresses in "from" and "to", and what it lets this machine send.`,
        { mayPass },
      );
    case 'ESTREAM':
      return new DeliveryFailure(
        'differences',
        'The differences could not be read for the mail. See: rollcall sync history',
        { mayPass },
      );
    default:
      return new DeliveryFailure(
        'unreachable',
        `The ${place} did not take the report (${said}). Check host, port and the network.`,
        { mayPass },
      );
  }
}
