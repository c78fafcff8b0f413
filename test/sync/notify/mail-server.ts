import { type AddressInfo, isIP } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
  /** Lines of the header with their folding undone. */
  readonly header: readonly string[];
  /** Parts by type of content, decoded; a mail without parts has one. */
  readonly parts: ReadonlyMap<string, string>;
  /** As it came over the wire. */
  readonly raw: string;
}

export interface MailServer {
  readonly port: number;
  readonly received: readonly ReceivedMail[];
  close(): Promise<void>;
}

/** A mail server of this machine that keeps what it is sent. It wants no sign-in unless told so. */
export async function mailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: options.onAuth === undefined,
    disabledCommands: options.cert === undefined ? ['STARTTLS'] : [],
    // A test that is over does not wait for connections that it has broken off.
    closeTimeout: 100,
    logger: false,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          ...read(Buffer.concat(chunks).toString()),
        });
        callback(null);
      });
    },
    ...options,
  });
  // A client that goes away in the middle is a part of some tests.
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => listening.once('listening', () => resolve()));
  const { port, address } = listening.address() as AddressInfo;
  if (isIP(address) !== 4) throw new Error(`Expected an IPv4 address, got ${address}`);
  return {
    port,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** As much of MIME as nodemailer writes here. */
function read(raw: string): Pick<ReceivedMail, 'header' | 'parts' | 'raw'> {
  const header = headerOf(raw);
  const boundary = /boundary="([^"]+)"/.exec(header.join('\n'))?.[1];
  const parts =
    boundary === undefined
      ? [raw]
      : raw
          .split(`--${boundary}`)
          .slice(1, -1)
          .map((part) => part.replace(/^\r\n/, ''));
  return { header, raw, parts: new Map(parts.map((part) => [typeOf(part), contentOf(part)])) };
}

function headerOf(part: string): string[] {
  const [head = ''] = part.split('\r\n\r\n', 1);
  return head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
}

function typeOf(part: string): string {
  return /^content-type: ([^;]+)/im.exec(headerOf(part).join('\n'))?.[1] ?? 'text/plain';
}

function contentOf(part: string): string {
  const content = part.slice(part.indexOf('\r\n\r\n') + 4);
  const encoding = /^content-transfer-encoding: (.+)$/im.exec(headerOf(part).join('\n'))?.[1];
  if (encoding === 'base64') return Buffer.from(content, 'base64').toString();
  if (encoding !== 'quoted-printable') return content;
  const bytes = content
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
