import { z } from 'zod';
import type { CallOptions, Send } from './call.js';
import type { Settings } from './options.js';
import type { ProfileFields } from './pre-register.js';
import { lost } from './verdict.js';

export interface GetProfileRequest extends CallOptions {
  /** Of the signed-in user whose profile it is. */
  accessToken: string;
}

export interface UpdateProfileRequest extends GetProfileRequest {
  profileFields: ProfileFields;
  /** Defaults to the client's own. */
  locale?: string | undefined;
}

/** A user's attributes; which ones, and their types, is the tenant's choice. */
export type Attributes = Readonly<Record<string, unknown>>;

const PATH = '/idp/v1/account/profile';
const attributes = z.looseObject({});

/**
 * `GET /idp/v1/account/profile`: the signed-in user's profile, as far as this client may see it. The answer's shape is
 * not documented: an object under `profile_fields`, `profile`, `result` or `data` is taken to be the profile, or else
 * the whole answer is. Source: docs/api-profile.
 *
 * @throws NextIdentityError
 */
export async function getProfile(
  send: Send,
  settings: Settings,
  request: GetProfileRequest,
): Promise<Attributes> {
  const { accessToken, signal } = request;
  const call = {
    name: 'profile (get)',
    method: 'GET',
    path: PATH,
    query: { client_id: settings.clientId },
    authorization: { accessToken },
    sensitive: [accessToken],
    signal,
  } as const;
  const { status, body } = await send(call);
  const answer = attributes.safeParse(body);
  if (!answer.success) throw lost(call, `HTTP ${status} without a profile`, { status });
  const { profile_fields, profile, result, data } = answer.data;
  for (const inner of [profile_fields, profile, result, data]) {
    const nested = attributes.safeParse(inner);
    if (nested.success) return nested.data;
  }
  const { stat: _stat, ...whole } = answer.data;
  return whole;
}

/**
 * `PUT /idp/v1/account/profile`: changes fields of the signed-in user, by their form names. A success is
 * `{"stat":"ok"}`, and says nothing of what was changed. Source: response-codes-profile-put.
 *
 * @throws NextIdentityError
 */
export async function updateProfile(
  send: Send,
  settings: Settings,
  request: UpdateProfileRequest,
): Promise<void> {
  const { accessToken, profileFields, signal } = request;
  const locale = request.locale ?? settings.locale;
  await send({
    name: 'profile (update)',
    method: 'PUT',
    path: PATH,
    authorization: { accessToken },
    body: {
      json: {
        client_id: settings.clientId,
        ...(locale === null ? {} : { locale }),
        profile_fields: profileFields,
      },
    },
    sensitive: [accessToken, profileFields],
    signal,
  });
}
