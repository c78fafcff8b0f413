import { describe, expect, test } from '@jest/globals';
import { bothSides, invite } from './both-sides.js';

describe('a locale such as en-US', () => {
  test.each([
    ['en-US', 'Activate your account'],
    ['de-DE', 'Aktivieren Sie Ihr Konto'],
    ['fr-FR', 'Activez votre compte'],
    ['es-ES', 'Active su cuenta'],
  ])('%s is the language of the message [docs/pre-register]', async (locale, subject) => {
    const { sandbox, client } = await bothSides();
    await invite(client({ locale }));
    expect(sandbox.mailbox()).toMatchObject([{ locale, subject }]);
  });

  test('of the person counts more than that of the client [docs/pre-register]', async () => {
    const { sandbox, client } = await bothSides();
    await invite(client({ locale: 'en-US' }), { locale: 'de-AT' });
    expect(sandbox.mailbox()).toMatchObject([{ locale: 'de-AT' }]);
  });

  test.each(['tlh', 'de_DE', 'x'.repeat(100)])(
    'that is not known, %s, invites all the same [inferred from response-codes-profile-put]',
    async (locale) => {
      const { client } = await bothSides();
      expect(await invite(client({ locale }))).toMatchObject({ status: 201 });
    },
  );
});
