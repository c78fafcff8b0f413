import type { World } from '../../world.js';

/** Whose tokens are made, and for which client. */
export interface Holder {
  readonly uuid: string;
  readonly clientId: string;
  readonly locale: string;
}

/** An access and a refresh token, type `bearer` (response-codes-token). */
export function issueTokens(world: World, { uuid, clientId, locale }: Holder) {
  const grant = { uuid, clientId, locale, at: world.clock.now() };
  return {
    access_token: world.grants.token('access', grant),
    refresh_token: world.grants.token('refresh', grant),
    token_type: 'bearer',
  };
}
