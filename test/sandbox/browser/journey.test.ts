import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { ManualClock, type Sandbox } from '../../../src/sandbox/index.js';
import { bodyFor, call, openSandbox, preRegister, uuidOf } from '../calling.js';
import { type Application, startApplication } from './application.js';

const ADA = 'ada@example.com';
const NUMBER = '+4915112345678';
const PASSWORD = 'correct horse battery';

let browser: Browser;
let application: Application;
let page: Page;
let screenshots: string;

beforeAll(async () => {
  screenshots = process.env.SCREENSHOTS ?? (await mkdtemp(join(tmpdir(), 'rollcall-journey-')));
  application = await startApplication();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
});

afterAll(async () => {
  await browser?.close();
  await application?.close();
  if (process.env.SCREENSHOTS === undefined) await rm(screenshots, { recursive: true });
});

beforeEach(async () => {
  page = await browser.newPage({ javaScriptEnabled: false, viewport: { width: 900, height: 860 } });
});

afterEach(async () => {
  await page.close();
});

function shoot(name: string) {
  return page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

/** Enters what the form asks for beside names, by what its fields are called. */
async function complete(words: {
  password: string;
  again: string;
  terms: string;
  privacy: string;
  submit: string;
}) {
  await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
  await page.getByLabel(words.again).fill(PASSWORD);
  await page.getByRole('checkbox', { name: words.terms }).check();
  await page.getByRole('checkbox', { name: words.privacy }).check();
  await shoot(`form-filled-${words.submit}`);
  await page.getByRole('button', { name: words.submit }).click();
}

const ENGLISH = {
  password: 'Password',
  again: 'Repeat password',
  terms: 'I accept the terms of use',
  privacy: 'I have read the privacy notice',
  submit: 'Activate account',
};
const GERMAN = {
  password: 'Passwort',
  again: 'Passwort wiederholen',
  terms: 'Ich akzeptiere die Nutzungsbedingungen',
  privacy: 'Ich habe die Datenschutzhinweise gelesen',
  submit: 'Konto aktivieren',
};

/** Exchanges the code that the browser brought to the application, and reads the profile with the token. */
async function profileOf(sandbox: Sandbox, authType: string, userId: string): Promise<unknown> {
  const exchanged = await call(
    sandbox,
    'POST',
    '/idp/v1/account/token',
    {
      client_id: 'sandbox',
      grant_type: 'authorization_code',
      code: application.codes.at(-1),
      redirect_uri: application.redirectUri,
      auth_type: authType,
      user_id: userId,
    },
    { 'content-type': 'application/json' },
  );
  expect(exchanged.status).toBe(200);
  const { access_token } = JSON.parse(exchanged.text) as { access_token: string };
  const authorization = `Bearer ${access_token}`;
  const path = '/idp/v1/account/profile?client_id=sandbox';
  const profile = await call(sandbox, 'GET', path, undefined, { authorization });
  expect(profile.status).toBe(200);
  return JSON.parse(profile.text);
}

describe('from the mailbox to the profile', () => {
  test('by e-mail in English: the call to action, then the form [unify-journeys-hosted-pre-register]', async () => {
    const sandbox = await openSandbox();
    const redirect_uri = application.redirectUri;
    const uuid = uuidOf(await preRegister(sandbox, bodyFor(ADA, { redirect_uri })));
    await page.goto(`${sandbox.url}/sandbox/mailbox`);
    await shoot('mailbox');
    await page.getByRole('link', { name: ADA }).click();
    await shoot('letter-en');
    await page.getByRole('link', { name: 'Activate account' }).click();
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    await shoot('call-to-action-en');
    await page.getByRole('button', { name: 'Activate Account' }).click();
    await complete(ENGLISH);
    await page.waitForURL(`${redirect_uri}?code=*`);
    expect(await page.textContent('h1')).toBe('Welcome');
    expect(await profileOf(sandbox, 'email', ADA)).toMatchObject({
      uuid,
      profile_fields: { firstName: 'Ada', lastName: 'Lovelace', emailAddress: ADA },
    });
    expect(sandbox.user(ADA)?.activatedAt).toEqual(expect.any(Number));
  });

  test('by SMS in German: the form at once, which asks for what is missing [unify-journeys-hosted-pre-register]', async () => {
    const sandbox = await openSandbox();
    const body = bodyFor('', {
      auth_type: 'sms',
      profile_fields: { mobileNumber: NUMBER, firstName: 'Ada' },
      redirect_uri: application.redirectUri,
      locale: 'de-DE',
    });
    const uuid = uuidOf(await preRegister(sandbox, body));
    await page.goto(`${sandbox.url}/sandbox/mailbox`);
    await page.getByRole('link', { name: NUMBER }).click();
    await shoot('sms-de');
    await page.getByRole('link', { name: 'activate/form' }).click();
    expect(await page.getAttribute('html', 'lang')).toBe('de');
    await page.getByLabel('Nachname').fill('Lovelace');
    await complete(GERMAN);
    await page.waitForURL(`${application.redirectUri}?code=*`);
    expect(await profileOf(sandbox, 'sms', NUMBER)).toMatchObject({
      uuid,
      profile_fields: { firstName: 'Ada', lastName: 'Lovelace', mobileNumber: NUMBER },
    });
  });
});

describe('the form', () => {
  test('names what is wrong, links to it, and keeps what was entered but the passwords', async () => {
    const sandbox = await openSandbox();
    const profile_fields = { emailAddress: ADA };
    const redirect_uri = application.redirectUri;
    await preRegister(sandbox, bodyFor('', { profile_fields, redirect_uri, locale: 'fr-FR' }));
    await page.goto(sandbox.mailbox()[0]?.link ?? '');
    await page.getByRole('button').click();
    await page.getByLabel('Prénom').fill('<b>"Ada"</b>');
    await page.getByLabel('Mot de passe', { exact: true }).fill('short');
    await page.getByRole('button').click();
    await shoot('form-errors-fr');
    expect(await page.title()).toMatch(/^Erreur/);
    const errors = page.getByRole('alert');
    expect(await errors.getByRole('link').allTextContents()).toEqual([
      'Nom : saisissez une valeur',
      'Choisissez un mot de passe de 8 à 128 caractères',
      'Acceptez les conditions d’utilisation pour continuer',
      'Confirmez que vous avez lu la notice de confidentialité',
    ]);
    expect(await page.getByLabel('Prénom').inputValue()).toBe('<b>"Ada"</b>');
    expect(await page.getByLabel('Mot de passe', { exact: true }).inputValue()).toBe('');
    expect(await page.getByLabel('Nom', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await errors.getByRole('link').first().click();
    expect(page.url()).toMatch(/#lastName$/);
    expect(sandbox.user(ADA)?.activatedAt).toBeNull();
  });

  test('can be gone through with the keyboard alone', async () => {
    const sandbox = await openSandbox();
    await preRegister(sandbox, bodyFor(ADA, { redirect_uri: application.redirectUri }));
    await page.goto(sandbox.mailbox()[0]?.link ?? '');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/activate\/form/);
    const keys = [
      'Tab',
      PASSWORD,
      'Tab',
      PASSWORD,
      'Tab',
      'Space',
      'Tab',
      'Tab',
      'Space',
      'Tab',
      'Tab',
    ];
    for (const key of keys) {
      if (key === PASSWORD) await page.keyboard.type(key);
      else await page.keyboard.press(key);
    }
    await page.keyboard.press('Enter');
    await page.waitForURL(`${application.redirectUri}?code=*`);
  });
});

describe('a link', () => {
  test('that was used shows that the account is active, and leads to the application', async () => {
    const sandbox = await openSandbox();
    const redirect_uri = application.redirectUri;
    await preRegister(sandbox, bodyFor(ADA, { redirect_uri, locale: 'es-ES' }));
    const link = sandbox.mailbox()[0]?.link ?? '';
    sandbox.activate({ identifiers: [ADA] });
    const response = await page.goto(link);
    await shoot('used-es');
    expect(response?.status()).toBe(410);
    expect(await page.textContent('h1')).toBe('Su cuenta ya está activa');
    await page.getByRole('link', { name: 'Ir a la aplicación' }).click();
    await page.waitForURL(redirect_uri);
  });

  test('that has expired offers a new one, which works', async () => {
    const clock = new ManualClock();
    const sandbox = await openSandbox({ clock, linkLifetimeMs: 60_000 });
    await preRegister(sandbox, bodyFor(ADA, { redirect_uri: application.redirectUri }));
    const link = sandbox.mailbox()[0]?.link ?? '';
    clock.advance(59_999);
    expect((await page.goto(link))?.status()).toBe(200);
    clock.advance(1);
    expect((await page.goto(link))?.status()).toBe(410);
    await shoot('expired-en');
    await page.getByRole('button', { name: 'Send a new link' }).click();
    await shoot('sent-again-en');
    expect(await page.textContent('h1')).toBe('A new message is on its way');
    expect((await page.goto(sandbox.mailbox()[0]?.link ?? ''))?.status()).toBe(200);
    expect(sandbox.mailbox()).toHaveLength(2);
  });

  test('that was changed opens nothing, and says so in the language of the browser', async () => {
    const sandbox = await openSandbox();
    await preRegister(sandbox, bodyFor(ADA));
    const german = await browser.newPage({ locale: 'de-DE' });
    const response = await german.goto(`${sandbox.mailbox()[0]?.link ?? ''}x`);
    expect(response?.status()).toBe(404);
    expect(await german.textContent('h1')).toBe('Dieser Link funktioniert nicht');
    await german.close();
  });
});

test('the screens fit a phone', async () => {
  const sandbox = await openSandbox();
  const phone = await browser.newPage({ viewport: { width: 360, height: 740 } });
  const address = `${'long.name.'.repeat(9)}@subdomain.example.com`;
  await preRegister(sandbox, bodyFor(address, { locale: 'de' }));
  const link = sandbox.mailbox()[0]?.link ?? '';
  const paths = [
    '/sandbox/mailbox',
    '/sandbox/mailbox/1',
    link,
    link.replace('/activate', '/activate/form'),
  ];
  for (const [index, path] of paths.entries()) {
    await phone.goto(new URL(path, sandbox.url).href);
    await phone.screenshot({ path: join(screenshots, `phone-${index}.png`), fullPage: true });
    const [content, window] = (await phone.evaluate(
      '[document.documentElement.scrollWidth, innerWidth]',
    )) as number[];
    expect(content).toBeLessThanOrEqual(window ?? 0);
  }
  await phone.close();
});
