import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { SMTPServerOptions } from 'smtp-server';
import { notify } from '../../../src/sync/notify/notify.js';
import { deadPort } from '../../next-identity/literal-server.js';
import { selfSigned } from '../../next-identity/self-signed.js';
import { aHeldReport, aReport, someCounts } from '../report/a-report.js';
import { aContext, markedDifferences, PERSON, SHORT, targets } from './a-context.js';
import { type MailServer, mailServer } from './mail-server.js';

const EMAIL = {
  kind: 'email',
  host: '127.0.0.1',
  from: 'rollcall@acme.example',
  to: ['it@acme.example', 'hr@acme.example'],
};
const ACCOUNT = { user: 'rollcall', password: { env: 'PASSWORD' } };
const context = aContext({ PASSWORD: 'swordfish' });

let server: MailServer;
afterEach(() => server.close());

/** Sends the report of a held run to a mail server with these options. */
async function send(options: SMTPServerOptions, target = {}, given = {}, report = aHeldReport()) {
  server = await mailServer(options);
  const chosen = targets({ ...EMAIL, port: server.port, ...target });
  const [outcome] = await notify(report, chosen, { ...context, ...given });
  return outcome;
}

function refusal(responseCode: number): Error {
  return Object.assign(new Error(`no, ${PERSON}`), { responseCode });
}

describe('a mail', () => {
  test('carries the report to every recipient at once', async () => {
    expect(await send({})).toMatchObject({ kind: 'email', result: 'sent', code: null });
    const [mail] = server.received;
    expect(mail).toMatchObject({ from: EMAIL.from, to: EMAIL.to });
    expect(mail?.header).toEqual(
      expect.arrayContaining([
        'Subject: Rollcall sync hr-nightly: HELD, 812 leavers of 5,000 (16 %)',
        'To: it@acme.example, hr@acme.example',
        'Auto-Submitted: auto-generated',
      ]),
    );
    expect([...(mail?.parts.keys() ?? [])]).toEqual(['text/plain']);
    expect(mail?.parts.get('text/plain')).toContain('rollcall sync approve 17');
  });

  test('has the same id each time that it is sent for one run', async () => {
    await send({});
    await notify(aHeldReport(), targets({ ...EMAIL, port: server.port }), context);
    const ids = server.received.map(({ header }) =>
      header.find((line) => /^message-id/i.test(line)),
    );
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/<rollcall_[0-9a-f]{32}@acme\.example>$/);
  });

  test('names nobody unless it is to', async () => {
    await send({});
    expect(server.received).toHaveLength(1);
    expect(JSON.stringify(server.received.map(({ parts, raw }) => [...parts, raw]))).not.toMatch(
      new RegExp(PERSON, 'i'),
    );
  });

  test('has the differences with it where personal data are asked for', async () => {
    expect(await send({}, { personalData: true })).toMatchObject({ result: 'sent' });
    const csv = server.received[0]?.parts.get('text/csv');
    expect(csv).toContain(`leaver,4711,${PERSON.toLowerCase()}@acme.example`);
    expect(server.received[0]?.raw).toContain('filename=hr-nightly-17.csv');
  });

  test('has them with it also when it is tried again', async () => {
    let tries = 0;
    const onMailFrom: SMTPServerOptions['onMailFrom'] = (_address, _session, callback) => {
      tries += 1;
      callback(tries === 1 ? refusal(451) : null);
    };
    expect(await send({ onMailFrom }, { personalData: true })).toMatchObject({ result: 'sent' });
    expect(tries).toBe(2);
    expect(server.received[0]?.parts.get('text/csv')).toContain(PERSON);
  });

  test('is not sent with a part of the differences', async () => {
    async function* differences() {
      yield* markedDifferences();
      throw new Error(`the ledger is gone, ${PERSON}`);
    }
    const outcome = await send({}, { personalData: true }, { differences });
    expect(outcome).toMatchObject({ result: 'failed', code: 'notify.differences' });
    expect(outcome?.message).not.toContain(PERSON);
    expect(server.received).toHaveLength(0);
  });

  test('says where the differences are when they are too many', async () => {
    const counts = someCounts({ joiners: 20_001 });
    await send({}, { personalData: true }, {}, aHeldReport({ counts }));
    const [mail] = server.received;
    expect([...(mail?.parts.keys() ?? [])]).toEqual(['text/plain']);
    expect(mail?.parts.get('text/plain')).toContain(
      'too many for a mail: rollcall sync show 17 --csv',
    );
  });

  test('takes a line break in any name for a part of the name', async () => {
    const report = aReport({
      state: 'failed',
      sync: 'hr\r\nBcc: evil@evil.example\r\n\r\n<b>x</b>',
      trouble: { code: 'x\r\nTo: evil@evil.example', message: '' },
    });
    expect(await send({}, {}, {}, report)).toMatchObject({ result: 'sent' });
    const [mail] = server.received;
    expect(mail?.to).toEqual(EMAIL.to);
    expect(mail?.header.filter((line) => /^(bcc|to):/i.test(line))).toEqual([
      'To: it@acme.example, hr@acme.example',
    ]);
  });
});

describe('the connection to a mail server', () => {
  const tls = selfSigned();
  const secured = { host: 'localhost', tls: 'starttls' };

  test('is made safe and signed in where it is to be', async () => {
    const users: unknown[] = [];
    const onAuth: SMTPServerOptions['onAuth'] = ({ username, password }, _session, callback) => {
      users.push([username, password]);
      callback(null, { user: username });
    };
    const outcome = await send({ ...tls, onAuth }, { ...secured, ...ACCOUNT }, { ca: tls.cert });
    expect(outcome).toMatchObject({ result: 'sent' });
    expect(server.received).toMatchObject([{ secure: true }]);
    expect(users).toEqual([['rollcall', 'swordfish']]);
  });

  test('is safe from the start where that is chosen', async () => {
    const target = { host: 'localhost', tls: 'implicit' };
    const outcome = await send({ ...tls, secure: true }, target, { ca: tls.cert });
    expect(outcome).toMatchObject({ result: 'sent' });
    expect(server.received).toMatchObject([{ secure: true }]);
  });

  test.each([
    ['offers no STARTTLS', {}],
    ['has a certificate that nobody trusts', tls],
  ])('is given up where the server %s', async (_, options) => {
    const outcome = await send(options, { ...secured, ...ACCOUNT });
    expect(outcome).toMatchObject({ result: 'failed', code: 'notify.tls' });
    expect(outcome?.message).toContain('NODE_EXTRA_CA_CERTS');
    expect(server.received).toHaveLength(0);
  });

  test('tells of a wrong password, but not which', async () => {
    let tries = 0;
    const onAuth: SMTPServerOptions['onAuth'] = (_auth, _session, callback) => {
      tries += 1;
      callback(refusal(535));
    };
    const options = { onAuth, allowInsecureAuth: true };
    const outcome = await send(options, { ...ACCOUNT, host: '127.0.0.1' });
    expect(outcome).toMatchObject({ result: 'failed', code: 'notify.sign_in' });
    expect(outcome?.message).not.toMatch(/swordfish|Marked/);
    expect(tries).toBe(1);
  });
});

describe('a mail that is refused', () => {
  test.each([
    [550, 1],
    [451, 3],
  ])('with %i is tried %i times, and the words of the server are not told', async (code, tries) => {
    let made = 0;
    const onRcptTo: SMTPServerOptions['onRcptTo'] = (_address, { envelope }, callback) => {
      if (envelope.rcptTo.length === 0) made += 1;
      callback(refusal(code));
    };
    const outcome = await send({ onRcptTo }, { to: ['it@acme.example'] });
    expect(outcome).toMatchObject({ result: 'failed', code: 'notify.refused' });
    expect(outcome?.message).toContain(`reply ${code}`);
    expect(outcome?.message).not.toMatch(/Marked|it@acme/);
    expect(made).toBe(tries);
  });

  test('for one of two recipients is sent to the other, once', async () => {
    const onRcptTo: SMTPServerOptions['onRcptTo'] = ({ address }, _session, callback) =>
      callback(address === 'it@acme.example' ? refusal(550) : null);
    const outcome = await send({ onRcptTo });
    expect(outcome).toMatchObject({ result: 'failed', code: 'notify.recipient' });
    expect(outcome?.message).toContain('refused 1 of 2 recipients');
    expect(server.received.map(({ to }) => to)).toEqual([['hr@acme.example']]);
  });
});

describe('a mail server that does not work', () => {
  test('since it is not there is tried again, and told of without an error for the run', async () => {
    const port = await deadPort();
    const outcome = await send({}, { port });
    expect(outcome).toMatchObject({ result: 'failed', code: 'notify.unreachable' });
    expect(outcome?.message).toContain(`mail server 127.0.0.1:${port}`);
  });

  test('since it is silent is waited for no longer than a try may take', async () => {
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => sockets.add(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const patience = { ...SHORT, tries: 2, tryMs: 100 };
    const outcome = await send({}, { port }, { patience });
    expect(outcome).toMatchObject({ result: 'failed', code: 'notify.unreachable' });
    expect(sockets.size).toBe(2);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });
});
