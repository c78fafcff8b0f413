import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { maskText } from '../../src/next-identity/mask.js';
import { readRefusal } from '../../src/next-identity/refusal.js';
import { against, errorOf } from './client-under-test.js';

const knowing = (...sent: string[]) => ({ sent, isWhole: true });

const refuse = (details: unknown, more: object = {}) =>
  readRefusal({ error: 'invalid_parameters', error_details: details, ...more }, knowing());

describe('the documented shapes of error_details', () => {
  test.each([
    ['a removed key', { grant_type: 'field required' }, [['grant_type', 'field required']]],
    [
      'an empty value',
      { emailAddress: { missing: 'required' } },
      [['emailAddress', 'missing: required']],
    ],
    [
      'a wrong value',
      { auth_type: { invalid: 'unsupported auth_type value' } },
      [['auth_type', 'invalid: unsupported auth_type value']],
    ],
    [
      'form rules',
      { emailAddress: ['Email address is not formatted correctly.', 'required.'] },
      [
        ['emailAddress', 'Email address is not formatted correctly.'],
        ['emailAddress', 'required.'],
      ],
    ],
    ['an http_exception', { message: 'Unauthorized' }, [['message', 'Unauthorized']]],
    [
      'a text',
      'provide either uuid or key_property',
      [['error_details', 'provide either uuid or key_property']],
    ],
    [
      'fields below profile_fields',
      { profile_fields: { emailAddress: { missing: 'required' } } },
      [['profile_fields.emailAddress', 'missing: required']],
    ],
    ['null', null, []],
    ['nothing', undefined, []],
  ])('%s', (_shape, details, expected) => {
    expect(refuse(details).fields).toEqual(
      expected.map(([field, complaint]) => ({ field, complaint })),
    );
  });

  test('an http_exception that has only a description keeps it as its message', () => {
    const body = {
      error: 'http_exception',
      error_details: null,
      error_description: 'Invalid authorization header',
    };
    expect(readRefusal(body, knowing())).toMatchObject({
      apiError: 'http_exception',
      fields: [{ field: 'message', complaint: 'Invalid authorization header' }],
    });
  });

  test('any other description is kept beside the fields', () => {
    expect(refuse(null, { error_description: 'Missing Parameter' })).toEqual({
      apiError: 'invalid_parameters',
      fields: [],
      description: 'Missing Parameter',
    });
  });

  test.each([undefined, null, 'text', 7, [], { error: 7 }, { error: 'Ann Lee is here' }])(
    '%j names no code and no field',
    (body) => {
      expect(readRefusal(body, knowing())).toMatchObject({ apiError: null, fields: [] });
    },
  );

  test('details nested without end, or without number, are cut off', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}"x"${']'.repeat(100_000)}`);
    expect(refuse(deep).fields).toEqual([]);
    expect(refuse(Array.from({ length: 50_000 }, () => 'required')).fields).toHaveLength(20);
  });

  test('whatever JSON comes, a bounded list of short complaints comes out', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.jsonValue(), (details, error) => {
        const { fields } = readRefusal({ error, error_details: details }, knowing());
        expect(fields.length).toBeLessThanOrEqual(20);
        for (const { field, complaint } of fields) {
          expect(field.length).toBeLessThanOrEqual(400);
          expect(complaint.length).toBeLessThanOrEqual(2000);
        }
      }),
    );
  });
});

describe('a complaint that repeats what was sent', () => {
  const person = {
    firstName: 'In',
    lastName: "O'Brien-Żak",
    emailAddress: 'in.obrien@example.com',
    mobileNumber: '+44 1632 960001',
    city: '東京',
    town: 'Leeds',
  };
  const secrets = [
    ...Object.values(person).filter((value) => value !== 'In'),
    's3cret',
    'client-1',
  ];

  /** The refusal as a log would show it, to the last hidden property. */
  async function refusalOf(body: object): Promise<{ shown: string; complaints: string[] }> {
    const { client } = await against([{ status: 422, body: JSON.stringify(body) }]);
    const error = await errorOf(client.preRegister({ profileFields: person }));
    const shown = `${error.stack}${JSON.stringify(error)}${inspect(error, { depth: 9, showHidden: true })}`;
    return { shown, complaints: error.fields.map(({ complaint }) => complaint) };
  }

  test.each([
    ['an e-mail address', 'in.obrien@example.com is taken', '[masked] is taken'],
    ['its encoded form', 'no in.obrien%40example.com', 'no [masked]'],
    ['an address that was not sent', 'did you mean other@example.com?', 'did you mean [masked]'],
    ['a phone number', 'bad number +44 1632 960001', 'bad number [masked]'],
    ['a phone number spelled otherwise', 'bad number 0044(1632)960-001', 'bad number [masked]'],
    ['a name', "O'Brien-Żak: not allowed", '[masked]: not allowed'],
    ['a name without spaces around', '城市東京不正', '城市[masked]不正'],
    ['a short name', 'no In here, in use', 'no [masked] here, in use'],
    ['the secret', 'bad s3cret', 'bad [masked]'],
    ['a long text', 'x'.repeat(201), '[masked] (201 characters)'],
    ['lines of a log', 'a\nFAKE LOG LINE', 'a FAKE LOG LINE'],
  ])('%s is masked', async (_what, complaint, expected) => {
    const { shown, complaints } = await refusalOf({ error_details: { emailAddress: [complaint] } });
    expect(complaints).toEqual([expected]);
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  test('as the name of a field is masked too', async () => {
    const { shown } = await refusalOf({
      error_details: { 'in.obrien@example.com': 'taken', "O'Brien-Żak": { 東京: ['bad'] } },
    });
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  test('as the error code or its description is masked too', async () => {
    const { shown } = await refusalOf({
      error: 'Leeds',
      error_description: "The person O'Brien-Żak is known",
    });
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  test('leaves the documented sentence whole, whatever the person is called', () => {
    const complaint = 'Email address is already in use.';
    expect(maskText(complaint, knowing('in', 'use', 'Email'))).toBe(complaint);
  });

  test('is masked whatever it consists of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
        fc.pre(value.trim() === value && value !== 'no' && value !== 'ok');
        fc.pre(!/true|false|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value));
        expect(maskText(`no ${value} ok`, knowing(value))).toBe('no [masked] ok');
      }),
    );
  });

  test('in a body that is no JSON does not reach the error', async () => {
    const { client } = await against([{ status: 201, body: '{"uuid": in.obrien@example.com' }]);
    const error = await errorOf(client.preRegister({ profileFields: person }));
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('in.obrien');
  });
});

describe('an answer about people of whom the call says a part', () => {
  const partly = { sent: ['ada@example.com'], isWhole: false };

  test('keeps no text but those of the vendor’s pages', () => {
    const details = { email: ['Ada King is already in use', 'field required'] };
    const said = { error: 'invalid_parameters', error_details: details };
    expect(readRefusal({ ...said, error_description: 'Ask Ada King.' }, partly)).toEqual({
      apiError: 'invalid_parameters',
      fields: [
        { field: 'email', complaint: '[masked]' },
        { field: 'email', complaint: 'field required' },
      ],
      description: '[masked]',
    });
  });

  test.each(['Ada', 'ada', 'Ada-Marie', 'ADA_KING'])('takes %s for no code', (error) => {
    expect(readRefusal({ error }, partly).apiError).toBeNull();
  });

  test('takes no name for that of a field', () => {
    const { fields } = readRefusal({ error_details: { 'Ada-Marie': 'required' } }, partly);
    expect(fields).toEqual([{ field: '[masked]', complaint: 'required' }]);
  });
});
