import { describe, expect, test } from '@jest/globals';
import { ManualClock } from '../../src/sandbox/index.js';
import { bodyFor, call, openSandbox, preRegister } from './calling.js';
import { ADA } from './signing-in.js';

const JSON_ONLY = { accept: 'application/json' };

describe('the mailbox', () => {
  test('shows an e-mail as it would be read, with its link, to who accepts JSON', async () => {
    const clock = new ManualClock(Date.UTC(2026, 0, 1, 12));
    const sandbox = await openSandbox({ clock, publicUrl: 'https://id.example/' });
    await preRegister(sandbox, bodyFor(ADA, { locale: 'de-AT' }));
    const { text } = await call(sandbox, 'GET', '/sandbox/mailbox', undefined, JSON_ONLY);
    const link = expect.stringMatching(/^https:\/\/id\.example\/activate\?token=[\w.-]+$/);
    const [message] = sandbox.mailbox();
    expect(JSON.parse(text)).toEqual({ sent: 1, messages: [message] });
    expect(message).toEqual({
      number: 1,
      at: Date.UTC(2026, 0, 1, 12),
      channel: 'email',
      kind: 'activation',
      to: ADA,
      uuid: sandbox.user(ADA)?.uuid,
      clientId: 'sandbox',
      locale: 'de-AT',
      subject: 'Aktivieren Sie Ihr Konto',
      text: expect.stringContaining('Guten Tag Ada,'),
      link,
      pin: null,
    });
    expect(message?.text).toContain(message?.link ?? 'no link');
  });

  test('keeps the last messages only, the newest first, and finds one by its number', async () => {
    const sandbox = await openSandbox({ mailboxSize: 3 });
    for (let index = 1; index <= 5; index++) {
      await preRegister(sandbox, bodyFor(`person.${index}@example.com`));
    }
    expect(sandbox.mailbox().map(({ number }) => number)).toEqual([5, 4, 3]);
    expect(sandbox.mailbox({ to: 'ON.4@' }).map(({ number }) => number)).toEqual([4]);
    expect(sandbox.mailbox({ before: 5, limit: 1 }).map(({ number }) => number)).toEqual([4]);
    const one = await call(sandbox, 'GET', '/sandbox/mailbox/4', undefined, JSON_ONLY);
    expect(JSON.parse(one.text).to).toBe('person.4@example.com');
    const gone = await call(sandbox, 'GET', '/sandbox/mailbox/2', undefined, JSON_ONLY);
    expect(gone.status).toBe(404);
    expect(JSON.parse(gone.text).error.code).toBe('SANDBOX_MESSAGE_UNKNOWN');
  });

  test('can be told to keep none, and still counts', async () => {
    const sandbox = await openSandbox({ mailboxSize: 0 });
    await preRegister(sandbox, bodyFor(ADA));
    const { text } = await call(sandbox, 'GET', '/sandbox/mailbox', undefined, JSON_ONLY);
    expect(JSON.parse(text)).toEqual({ sent: 1, messages: [] });
  });

  test('links stay good after their message was dropped, until a newer one where it is set to', async () => {
    const sandbox = await openSandbox({ mailboxSize: 1 });
    await preRegister(sandbox, bodyFor(ADA));
    const path = (sandbox.mailbox()[0]?.link ?? '').replace(sandbox.url, '');
    await preRegister(sandbox, bodyFor(ADA, { resend: true }));
    expect((await call(sandbox, 'GET', path)).status).toBe(200);
    sandbox.configure({ onlyNewestLink: true });
    expect((await call(sandbox, 'GET', path)).status).toBe(410);
  });
});

describe('pages', () => {
  test('escape what people sent, load nothing, run nothing and are not kept', async () => {
    const sandbox = await openSandbox();
    const evil = '<script>alert("x")</script>';
    const profile_fields = { emailAddress: ADA, firstName: evil };
    await preRegister(sandbox, bodyFor('', { profile_fields, locale: evil }));
    const { headers, text } = await call(sandbox, 'GET', '/sandbox/mailbox/1');
    expect(text).toContain('Hello &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;,');
    expect(text).not.toContain('<script');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  test('let a form end at the application only, also at an app of its own scheme', async () => {
    const sandbox = await openSandbox();
    for (const [redirect_uri, source] of [
      ['https://app.example/start?x=1', 'https://app.example'],
      ['myapp://start', 'myapp:'],
    ] as const) {
      await preRegister(sandbox, bodyFor(ADA, { redirect_uri, resend: true }));
      const link = sandbox.mailbox()[0]?.link?.replace('/activate?', '/activate/form?') ?? '';
      const { headers } = await call(sandbox, 'GET', link.replace(sandbox.url, ''));
      expect(headers.get('content-security-policy')).toContain(`form-action 'self' ${source};`);
    }
  });

  test('are not counted as calls of a client', async () => {
    const sandbox = await openSandbox({ faults: [{ kind: '500' }] });
    expect((await call(sandbox, 'GET', '/activate')).status).toBe(404);
    expect((await call(sandbox, 'GET', '/sandbox/mailbox')).status).toBe(200);
    expect(sandbox.account().calls).toBe(0);
  });
});

test('a form that comes twice activates once and gives one code', async () => {
  const sandbox = await openSandbox();
  await preRegister(sandbox, bodyFor(ADA));
  const token = new URL(sandbox.mailbox()[0]?.link ?? '').searchParams.get('token') ?? '';
  const secret = 'correct horse battery';
  const form = { token, password: secret, passwordAgain: secret, terms: 'yes', privacy: 'yes' };
  const submit = () =>
    fetch(`${sandbox.url}/activate/form`, {
      method: 'POST',
      body: new URLSearchParams(form),
      redirect: 'manual',
    });
  const replies = await Promise.all([submit(), submit()]);
  expect(replies.map(({ status }) => status).sort()).toEqual([303, 410]);
  const [went] = replies.flatMap(({ headers }) => headers.get('location') ?? []);
  expect(went).toMatch(/^https:\/\/app\.example\/welcome\?code=/);
  expect(JSON.stringify(sandbox.user(ADA))).not.toContain(secret);
});
