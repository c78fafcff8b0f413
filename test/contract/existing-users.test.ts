import { describe, expect, test } from '@jest/globals';
import { ADA, bothSides, errorOf, invite, NUMBER, outcome } from './both-sides.js';
import { having } from './on-the-way.js';

const CLIENTS = [
  { clientId: 'sandbox', secret: 'sandbox-secret', resourceAccess: 'resourceAccessHr' },
  { clientId: 'shop', secret: 'shop-secret', resourceAccess: 'resourceAccessShop' },
  { clientId: 'sandbox-direct', secret: 'sandbox-direct-secret', directAccess: true },
];
const SHOP = { clientId: 'shop', clientSecret: 'shop-secret' };

describe('an existing user, where the tenant links', () => {
  test('is answered 200 with their uuid, and means existing [unify-journeys-api-pre-register]', async () => {
    const { sandbox, client } = await bothSides({ existingUser: 'linked' });
    const { uuid } = await invite(client());
    expect(await invite(client())).toEqual({ status: 200, created: false, uuid });
    expect(await outcome(invite(client()))).toEqual({ kind: 'existing', uuid });
    expect(sandbox.account().users).toMatchObject({ users: 1, created: 1, existing: 2 });
  });

  test('is answered 200 also where resend is said to be false [unify-journeys-api-pre-register]', async () => {
    const { client, through } = await bothSides();
    await invite(client());
    const call = invite(await through(having('resend', false)));
    expect(await call).toMatchObject({ status: 200 });
  });

  test('gets no second message [inferred from unify-journeys-api-pre-register]', async () => {
    const { sandbox, client } = await bothSides();
    await invite(client());
    await invite(client());
    expect(sandbox.mailbox()).toHaveLength(1);
  });

  test('keeps their profile: the fields of the call are ignored [unify-journeys-api-pre-register]', async () => {
    const { sandbox, client } = await bothSides();
    await invite(client());
    const profileFields = { firstName: 'Eve', emailAddress: ADA, costCentre: '7' };
    await invite(client(), { profileFields });
    expect(sandbox.user(ADA)?.profile).toEqual({
      firstName: 'Ada',
      lastName: 'Lovelace',
      emailAddress: ADA,
    });
  });

  test('is linked to the client that asks, and gets its resourceAccess set to true [unify-journeys-api-pre-register]', async () => {
    const { sandbox, client } = await bothSides({ clients: CLIENTS });
    await invite(client());
    expect(sandbox.user(ADA)?.profile).not.toHaveProperty('resourceAccessShop');
    expect(await invite(client(SHOP))).toMatchObject({ status: 200 });
    expect(sandbox.user(ADA)).toMatchObject({
      profile: { resourceAccessShop: true },
      identities: [
        { clientId: 'sandbox', linked: true, created: 1 },
        { clientId: 'shop', linked: true, created: 0, existing: 1, messages: 0 },
      ],
    });
  });

  test('who has activated is answered in the same way [unify-journeys-api-pre-register]', async () => {
    const { sandbox, client } = await bothSides();
    sandbox.seedUsers({ identifier: ADA, activated: true });
    expect(await invite(client())).toMatchObject({
      status: 200,
      uuid: sandbox.user(ADA)?.uuid,
    });
  });
});

describe('an existing user, where the tenant refuses', () => {
  test('is answered 422 invalid_form_fields, and means existing [response-codes-preregister]', async () => {
    const { sandbox, client } = await bothSides({ existingUser: 'in-use' });
    await invite(client());
    expect(await errorOf(invite(client()))).toMatchObject({
      kind: 'refused',
      status: 422,
      apiError: 'invalid_form_fields',
      description: 'some inputs are invalid',
      fields: [{ field: 'emailAddress', complaint: 'Email address is already in use.' }],
      mayHaveTakenEffect: false,
    });
    expect(await outcome(invite(client()))).toEqual({ kind: 'existing', uuid: null });
    expect(sandbox.mailbox()).toHaveLength(1);
  });

  test('is answered 422 also where resend is said to be false [response-codes-preregister]', async () => {
    const { client, through } = await bothSides({ existingUser: 'in-use' });
    await invite(client());
    expect(await outcome(invite(await through(having('resend', false))))).toMatchObject({
      kind: 'existing',
    });
  });

  test('is known by the words of the body, for a number as for an address [a public client of the API]', async () => {
    const { client } = await bothSides({ existingUser: 'in-use' });
    const sms = client({ authType: 'sms' });
    const profileFields = { mobileNumber: NUMBER };
    await invite(sms, { profileFields });
    expect(await outcome(invite(sms, { profileFields }))).toMatchObject({ kind: 'existing' });
  });

  test('is linked to nobody by it [response-codes-preregister]', async () => {
    const { sandbox, client } = await bothSides({ clients: CLIENTS, existingUser: 'in-use' });
    await invite(client());
    expect(await outcome(invite(client(SHOP)))).toMatchObject({ kind: 'existing' });
    expect(sandbox.user(ADA)?.identities).toMatchObject([
      { clientId: 'sandbox', linked: true },
      { clientId: 'shop', linked: false, inUse: 1 },
    ]);
  });

  test('whose address is known can be looked up for the uuid [docs/api-direct-database-calls]', async () => {
    const { sandbox, client, direct } = await bothSides({ existingUser: 'in-use' });
    await invite(client());
    const filter = `email='${ADA}'`;
    expect(await direct().findUsers({ filter, attributes: ['uuid'] })).toEqual([
      { uuid: sandbox.user(ADA)?.uuid },
    ]);
  });
});

describe('an address in another case', () => {
  test.each(['linked', 'in-use'] as const)(
    'is the same user (users %s) [inferred from a public client of the API]',
    async (existingUser) => {
      const { sandbox, client } = await bothSides({ existingUser });
      await invite(client());
      const profileFields = { emailAddress: 'Ada@Example.COM' };
      expect(await outcome(invite(client(), { profileFields }))).toMatchObject({
        kind: 'existing',
      });
      expect(sandbox.account().users.users).toBe(1);
    },
  );
});
