import { describe, expect, test } from '@jest/globals';
import { basic, bodyFor, openSandbox, preRegister, uuidOf } from './calling.js';

const ADA = 'ada@example.com';
const TWO_CLIENTS = [
  { clientId: 'sandbox', secret: 'sandbox-secret' },
  { clientId: 'shop', secret: 'shop-secret', resourceAccess: 'resourceAccessShop' },
];
const AS_SHOP = { authorization: basic('shop', 'shop-secret') };
const IN_USE = {
  error: 'invalid_form_fields',
  error_description: 'some inputs are invalid',
  error_details: { emailAddress: ['Email address is already in use.'] },
};

describe('an existing user', () => {
  test('is answered with 200 and the uuid they have, and gets no message', async () => {
    const sandbox = await openSandbox();
    const first = await preRegister(sandbox, bodyFor(ADA));
    const again = await preRegister(sandbox, bodyFor('Ada@Example.com'));
    expect(again.status).toBe(200);
    expect(uuidOf(again)).toBe(uuidOf(first));
    expect(sandbox.account().users).toMatchObject({
      users: 1,
      created: 1,
      existing: 1,
      messages: 1,
    });
  });

  test('keeps the profile that they have', async () => {
    const sandbox = await openSandbox();
    await preRegister(sandbox, bodyFor(ADA));
    const profile_fields = { emailAddress: ADA, firstName: 'Eve', resourceAccessB2b: 'true' };
    await preRegister(sandbox, bodyFor(ADA, { profile_fields }));
    expect(sandbox.user(ADA)?.profile).toEqual({
      firstName: 'Ada',
      lastName: 'Lovelace',
      emailAddress: ADA,
    });
  });

  test('is linked to another client that asks, and given its resource access', async () => {
    const sandbox = await openSandbox({ clients: TWO_CLIENTS });
    const first = await preRegister(sandbox, bodyFor(ADA));
    const other = await preRegister(sandbox, bodyFor(ADA, { client_id: 'shop' }), AS_SHOP);
    expect(other.status).toBe(200);
    expect(uuidOf(other)).toBe(uuidOf(first));
    expect(sandbox.user(ADA)).toMatchObject({
      profile: { resourceAccessShop: true },
      identities: [
        { clientId: 'sandbox', linked: true, created: 1, existing: 0, messages: 1 },
        { clientId: 'shop', linked: true, created: 0, existing: 1, messages: 0 },
      ],
    });
  });

  test('is refused with 422, and not linked, in the other documented way', async () => {
    const sandbox = await openSandbox({ clients: TWO_CLIENTS, existingUser: 'in-use' });
    await preRegister(sandbox, bodyFor(ADA));
    const body = bodyFor(ADA, { client_id: 'shop', resend: false });
    const reply = await preRegister(sandbox, body, AS_SHOP);
    expect(reply.status).toBe(422);
    expect(JSON.parse(reply.text)).toEqual(IN_USE);
    expect(sandbox.user(ADA)?.identities[1]).toMatchObject({
      linked: false,
      inUse: 1,
      messages: 0,
    });
    expect(sandbox.user(ADA)?.profile).not.toHaveProperty('resourceAccessShop');
  });

  test('of a number is refused under the name that the call used', async () => {
    const sandbox = await openSandbox({ existingUser: 'in-use' });
    const body = bodyFor('', {
      auth_type: 'sms',
      profile_fields: { phoneNumber: '+4915112345678' },
    });
    await preRegister(sandbox, body);
    const { text } = await preRegister(sandbox, body);
    expect(JSON.parse(text).error_details).toEqual({
      phoneNumber: ['Mobile number is already in use.'],
    });
  });
});

describe('resend', () => {
  test.each([
    ['linked' as const, true],
    ['in-use' as const, true],
    ['linked' as const, 'true'],
  ])(
    'where existing users are %s, %j sends one more message and answers 201',
    async (existingUser, resend) => {
      const sandbox = await openSandbox({ existingUser });
      const first = await preRegister(sandbox, bodyFor(ADA));
      const again = await preRegister(sandbox, bodyFor(ADA, { resend }));
      expect(again.status).toBe(201);
      expect(uuidOf(again)).toBe(uuidOf(first));
      expect(sandbox.user(ADA)?.identities).toMatchObject([{ created: 1, resent: 1, messages: 2 }]);
    },
  );

  test('of somebody unknown creates them', async () => {
    const sandbox = await openSandbox();
    expect((await preRegister(sandbox, bodyFor(ADA, { resend: true }))).status).toBe(201);
    expect(sandbox.account().users).toMatchObject({ created: 1, resent: 0, messages: 1 });
  });
});

test('resource access is kept as the call sets it, as text or as a boolean', async () => {
  const sandbox = await openSandbox();
  const access = { resourceAccessB2b: 'true', resourceAccessShop: true };
  await preRegister(sandbox, bodyFor(ADA, { profile_fields: { emailAddress: ADA, ...access } }));
  expect(sandbox.user(ADA)?.profile).toMatchObject(access);
});
