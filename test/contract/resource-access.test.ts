import { describe, expect, test } from '@jest/globals';
import { attributeEquals } from '../../src/next-identity/filter.js';
import { ADA, bothSides, invite } from './both-sides.js';

const SHOP = { clientId: 'shop', clientSecret: 'shop-secret' };
const CLIENTS = [
  { clientId: 'sandbox', secret: 'sandbox-secret', resourceAccess: 'resourceAccessHr' },
  { clientId: 'shop', secret: 'shop-secret', resourceAccess: 'resourceAccessShop' },
  { clientId: 'plain', secret: 'plain-secret' },
  { clientId: 'sandbox-direct', secret: 'sandbox-direct-secret', directAccess: true },
];

/** Who may enter what, as a direct access client sees it. */
const access = {
  filter: attributeEquals('email', ADA),
  attributes: ['resourceAccessHr', 'resourceAccessShop'],
};

describe('resourceAccess', () => {
  test('of each client is its own: the second to invite a person adds to it and takes nothing away [unify-journeys-api-pre-register]', async () => {
    const { client, direct } = await bothSides({ clients: CLIENTS });
    const profileFields = { emailAddress: ADA, resourceAccessHr: true };
    await invite(client(), { profileFields });
    expect(await direct().findUsers(access)).toEqual([
      { resourceAccessHr: true, resourceAccessShop: null },
    ]);
    await invite(client(SHOP));
    expect(await direct().findUsers(access)).toEqual([
      { resourceAccessHr: true, resourceAccessShop: true },
    ]);
  });

  test('of a client that has none stays as it is when it invites [unify-journeys-api-pre-register]', async () => {
    const { client, direct } = await bothSides({ clients: CLIENTS });
    await invite(client(), { profileFields: { emailAddress: ADA } });
    await invite(client({ clientId: 'plain', clientSecret: 'plain-secret' }));
    expect(await direct().findUsers(access)).toEqual([
      { resourceAccessHr: null, resourceAccessShop: null },
    ]);
  });

  test('that was taken away comes back with the next invitation [unify-journeys-api-pre-register, docs/api-direct-database-calls]', async () => {
    const { client, direct } = await bothSides({ clients: CLIENTS });
    const { uuid } = await invite(client(SHOP), {
      profileFields: { emailAddress: ADA, resourceAccessShop: true },
    });
    const api = direct();
    await api.updateUser({ uuid: uuid ?? '', attributes: { resourceAccessShop: false } });
    expect(await api.findUsers(access)).toMatchObject([{ resourceAccessShop: false }]);
    expect(await invite(client(SHOP))).toMatchObject({ status: 200, uuid });
    expect(await api.findUsers(access)).toMatchObject([{ resourceAccessShop: true }]);
  });

  test('of a user who is refused as existing is not set [response-codes-preregister]', async () => {
    const { client, direct } = await bothSides({ clients: CLIENTS, existingUser: 'in-use' });
    await invite(client(), { profileFields: { emailAddress: ADA } });
    await invite(client(SHOP)).catch(() => undefined);
    expect(await direct().findUsers(access)).toMatchObject([{ resourceAccessShop: null }]);
  });
});

describe('a user of several clients', () => {
  test('is one user with one uuid [unify-journeys-api-pre-register]', async () => {
    const { sandbox, client } = await bothSides({ clients: CLIENTS });
    const { uuid } = await invite(client());
    expect((await invite(client(SHOP))).uuid).toBe(uuid);
    expect(sandbox.account().users.users).toBe(1);
  });

  test('gets the message of the client that created them, and of one that resends [unify-journeys-api-pre-register]', async () => {
    const { sandbox, client } = await bothSides({ clients: CLIENTS });
    await invite(client());
    await invite(client(SHOP));
    await invite(client(SHOP), { resend: true });
    expect(sandbox.mailbox().map(({ clientId }) => clientId)).toEqual(['shop', 'sandbox']);
  });
});
