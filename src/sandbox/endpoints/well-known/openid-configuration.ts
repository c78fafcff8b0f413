import type { Endpoint } from '../../http/endpoint.js';
import type { World } from '../../world.js';

/**
 * `GET /.well-known/openid-configuration` (unify-journeys-hosted-well-known), of what the sandbox has: it has no
 * sign-in screen and thus no authorization endpoint.
 */
export const openidConfigurationEndpoint: Endpoint = {
  name: 'openid-configuration',
  method: 'GET',
  url: '/.well-known/openid-configuration',
  answer: (world) => ({ status: 200, body: configuration(world) }),
};

function configuration({ issuer, publicUrl }: World) {
  return {
    issuer,
    token_endpoint: `${publicUrl}/token`,
    userinfo_endpoint: `${publicUrl}/userinfo`,
    jwks_uri: `${publicUrl}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'none'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ['openid', 'profile', 'email'],
    claims_supported: [
      'sub',
      'name',
      'given_name',
      'family_name',
      'email',
      'email_verified',
      'updated_at',
      'locale',
    ],
  };
}
