import type { Endpoint } from '../../http/endpoint.js';

/** `GET /.well-known/jwks.json`: the keys that id tokens and webhooks are signed with. */
export const jwksEndpoint: Endpoint = {
  name: 'jwks',
  method: 'GET',
  url: '/.well-known/jwks.json',
  answer: async ({ keys }) => ({ status: 200, body: await keys.jwks() }),
};
