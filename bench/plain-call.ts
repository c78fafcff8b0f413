import { z } from 'zod';

// The call as one makes it without Rollcall, for the senders that it is compared with.

const {
  NEXT_IDENTITY_BASE_URL: baseUrl = '',
  NEXT_IDENTITY_CLIENT_ID: clientId = '',
  NEXT_IDENTITY_CLIENT_SECRET: clientSecret = '',
  NEXT_IDENTITY_REDIRECT_URI: redirectUri = '',
} = process.env;
const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;

/** A row of the roster. */
export const plainPerson = z.object({
  'First name': z.string(),
  'Last name': z.string(),
  'Work email': z.string(),
});
export type PlainPerson = z.infer<typeof plainPerson>;

const answer = z.object({ uuid: z.string() });

/** Makes one call, for the client that the environment names. */
export function plainCall(person: PlainPerson): Promise<Response> {
  return fetch(`${baseUrl}/idp/v1/account/pre-register`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      client_id: clientId,
      auth_type: 'email',
      grant_type: 'password',
      redirect_uri: redirectUri,
      profile_fields: {
        firstName: person['First name'],
        lastName: person['Last name'],
        emailAddress: person['Work email'],
      },
    }),
    signal: AbortSignal.timeout(30_000),
  });
}

export function uuidOf(body: unknown): string {
  return answer.parse(body).uuid.trim();
}
