import type { ClientConfig } from '../src/config/client-config.js';
import { NextIdentityClient } from '../src/next-identity/client.js';

export interface ConnectOptions {
  /** Connections at most. */
  readonly connections: number;
  /** The client's pacer, awaited before every call that has not taken its slot already. */
  pace(): Promise<void>;
  /** Speaks as the direct access client; only where one is configured. */
  readonly asDirectAccess?: boolean;
}

/** The API client of a configured client. The caller closes it. */
export function connectClient(
  config: ClientConfig,
  { connections, pace, asDirectAccess = false }: ConnectOptions,
): NextIdentityClient {
  const { baseUrl, redirectUri, authType, locale, openQuestions, directAccess } = config;
  const { allowPrivateAddresses } = config;
  const { clientId, clientSecret } = (asDirectAccess ? directAccess : null) ?? config;
  const { activatedWhen, usersFind, ...answered } = openQuestions;
  const { peopleAtOnce, ...find } = usersFind;
  return new NextIdentityClient({
    ...answered,
    usersFind: find,
    baseUrl,
    allowPrivateAddresses,
    clientId,
    clientSecret: clientSecret.reveal(),
    redirectUri,
    authType,
    connections,
    pace,
    ...(locale === null ? {} : { locale }),
  });
}
