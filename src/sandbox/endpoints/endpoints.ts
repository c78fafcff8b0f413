import type { Endpoint } from '../http/endpoint.js';
import { preRegisterEndpoint } from './pre-register/pre-register.js';
import { getProfileEndpoint } from './profile/get-profile.js';
import { putProfileEndpoint } from './profile/put-profile.js';
import { resendVerificationEndpoint } from './resend-verification/resend-verification.js';
import { hostedTokenEndpoint } from './token/hosted-token.js';
import { tokenEndpoint } from './token/token.js';
import { userinfoEndpoint } from './userinfo.js';
import { usersFindEndpoint } from './users-find/users-find.js';
import { usersUpdateEndpoint } from './users-update/users-update.js';
import { jwksEndpoint } from './well-known/jwks.js';
import { openidConfigurationEndpoint } from './well-known/openid-configuration.js';

/** Everything of Next Identity that the sandbox answers. */
export const ENDPOINTS: readonly Endpoint[] = [
  preRegisterEndpoint,
  resendVerificationEndpoint,
  getProfileEndpoint,
  putProfileEndpoint,
  tokenEndpoint,
  hostedTokenEndpoint,
  userinfoEndpoint,
  usersFindEndpoint,
  usersUpdateEndpoint,
  openidConfigurationEndpoint,
  jwksEndpoint,
];
