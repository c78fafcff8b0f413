import { describe, expect, test } from '@jest/globals';
import type { NextIdentityClient } from '../../src/next-identity/client.js';
import { ADA, bothSides, closedAfterTest, errorOf, invite } from './both-sides.js';
import { asItIs, without } from './on-the-way.js';
import { type Change, openRelay } from './relay.js';

interface Form {
  readonly form: string;
  readonly page: string;
  readonly call: (api: NextIdentityClient) => Promise<unknown>;
  /** The whole body, as it stands on the wire. */
  readonly body: object;
  readonly readAs: object;
  readonly onTheWay?: Change;
  readonly asDirect?: boolean;
}

/** Each documented form of `error_details`, and a call that earns it. */
const FORMS: readonly Form[] = [
  {
    form: '{"<field>":"field required"}, for a key that is absent,',
    page: 'response-codes-preregister',
    call: (api) => invite(api),
    onTheWay: without('grant_type'),
    body: { error: 'invalid_parameters', error_details: { grant_type: 'field required' } },
    readAs: { fields: [{ field: 'grant_type', complaint: 'field required' }], description: null },
  },
  {
    form: '{"<field>":{"missing":"required"}}, for an empty value,',
    page: 'response-codes-preregister',
    call: (api) => invite(api, { profileFields: { emailAddress: '' } }),
    body: {
      error: 'invalid_parameters',
      error_details: { emailAddress: { missing: 'required' } },
    },
    readAs: {
      fields: [{ field: 'emailAddress', complaint: 'missing: required' }],
      description: null,
    },
  },
  {
    form: '{"<field>":{"invalid":"…"}}, for a wrong value,',
    page: 'response-codes-resend-verification',
    call: (api) => api.resendVerification({ userId: ADA, redirectUri: 'welcome' }),
    body: {
      error: 'invalid_parameters',
      error_details: { redirect_uri: { invalid: 'invalid value' } },
    },
    readAs: { fields: [{ field: 'redirect_uri', complaint: 'invalid: invalid value' }] },
  },
  {
    form: '{"<field>":["message"]}, for a rule of the form,',
    page: 'response-codes-register',
    call: (api) => invite(api, { profileFields: { emailAddress: 'ada' } }),
    body: {
      error: 'invalid_form_fields',
      error_description: 'some inputs are invalid',
      error_details: { emailAddress: ['Email address is not formatted correctly.'] },
    },
    readAs: {
      fields: [{ field: 'emailAddress', complaint: 'Email address is not formatted correctly.' }],
      description: 'some inputs are invalid',
    },
  },
  {
    form: '{"message":"…"}, for an exception,',
    page: 'unify-journeys-hosted-user-info',
    call: (api) => api.getProfile({ accessToken: 'nobody' }),
    body: { error: 'http_exception', error_details: { message: 'Unauthorized' } },
    readAs: { fields: [{ field: 'message', complaint: 'Unauthorized' }] },
  },
  {
    form: 'a text',
    page: 'response-code-users-update',
    call: (api) => api.updateUser({ uuid: '', attributes: {} }),
    asDirect: true,
    body: { error: 'missing_argument', error_details: 'provide either uuid or key_property' },
    readAs: {
      fields: [{ field: 'error_details', complaint: 'provide either uuid or key_property' }],
    },
  },
  {
    form: 'null',
    page: 'response-codes-preregister',
    call: (api) => invite(api, { redirectUri: '' }),
    body: {
      error: 'missing_argument',
      error_description: expect.stringMatching(/^Missing Param/),
      error_details: null,
    },
    readAs: { fields: [], description: expect.stringMatching(/^Missing Param/) },
  },
  {
    form: 'absent, beside a description,',
    page: 'response-code-users-update',
    call: (api) => api.updateUser({ uuid: 'not-a-uuid', attributes: {} }),
    asDirect: true,
    body: {
      error: expect.any(String),
      error_description: 'uuid was not valid for the following reason: invalid uuid',
    },
    readAs: {
      fields: [],
      description: 'uuid was not valid for the following reason: invalid uuid',
    },
  },
];

describe('error_details', () => {
  test.each(FORMS)('$form is said and understood [$page]', async (row) => {
    const { call, body, readAs, onTheWay = asItIs, asDirect = false } = row;
    const { sandbox, client, direct } = await bothSides();
    const relay = closedAfterTest(await openRelay(sandbox.url, onTheWay));
    const api = (asDirect ? direct : client)({ baseUrl: relay.url });
    const error = await errorOf(call(api));
    const [answer] = relay.answers;
    expect(JSON.parse(answer?.body ?? '')).toEqual(body);
    const { error: apiError } = JSON.parse(answer?.body ?? '') as { error: string };
    expect(error).toMatchObject({ kind: 'refused', status: answer?.status, apiError, ...readAs });
  });
});
