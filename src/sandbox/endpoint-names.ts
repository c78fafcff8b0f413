/** The endpoints by the names that the account, the recent calls and faults know them by. */
export const ENDPOINT_NAMES = [
  'pre-register',
  'resend-verification',
  'profile-get',
  'profile-put',
  'token',
  'hosted-token',
  'userinfo',
  'users-find',
  'users-update',
  'openid-configuration',
  'jwks',
] as const;
export type EndpointName = (typeof ENDPOINT_NAMES)[number];
