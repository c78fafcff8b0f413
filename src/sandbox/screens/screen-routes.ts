import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { activateUser } from '../activation/activate-user.js';
import { isEmpty } from '../endpoints/check-required.js';
import { resend } from '../endpoints/resend-verification/resend-verification.js';
import { isObject } from '../http/is-object.js';
import { textsFor } from '../locales/texts-for.js';
import type { World } from '../world.js';
import { activationFormPage, type FormState } from './activation-form.js';
import { type ActivationLink, readActivationLink } from './activation-link.js';
import { callToActionPage } from './call-to-action.js';
import { closedLinkPage, resentPage } from './notices.js';
import { type Page, sendPage } from './page.js';
import { readActivation } from './read-activation.js';

type OpenLink = Exclude<ActivationLink, { kind: 'invalid' }>;

/**
 * The hosted screens that links open (hosted pre-register): `/activate`, `/activate/form` and `/activate/resend`, all
 * three addresses of the sandbox's own choice. They are no calls of a client: not counted, limited or faulted.
 */
export async function screenRoutes(app: FastifyInstance, world: World): Promise<void> {
  await app.register(formbody);

  app.get('/activate', (request, reply) =>
    whenOpen(world, request, reply, request.query, ({ grant, user }, token) =>
      callToActionPage(grant.locale, user.identifier, token),
    ),
  );
  app.get('/activate/form', (request, reply) =>
    whenOpen(world, request, reply, request.query, (link, token) =>
      activationFormPage({ ...formState(link, token), entered: {}, errors: [] }),
    ),
  );
  app.post('/activate/form', (request, reply) =>
    whenOpen(world, request, reply, request.body, (link, token) =>
      submit(world, link, token, isObject(request.body) ? request.body : {}),
    ),
  );
  app.post('/activate/resend', (request, reply) => {
    const token = tokenOf(request.body);
    const link = readActivationLink(world, token);
    if (link.kind === 'invalid' || link.kind === 'used') {
      return sendPage(reply, closedLinkPage(link, token, languageOf(request)));
    }
    const { user, client, grant } = link;
    const { redirectUri, locale } = grant;
    const { status } = resend(world, { user, client, kind: 'activation', redirectUri, locale });
    return sendPage(reply, resentPage(locale, status === 200));
  });
}

/** Shows the page, or goes where the text leads, if the link is open; else says why it is not. */
function whenOpen(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  parameters: unknown,
  show: (link: OpenLink, token: string) => Page | string,
): FastifyReply {
  const token = tokenOf(parameters);
  const link = readActivationLink(world, token);
  if (link.kind !== 'open') {
    return sendPage(reply, closedLinkPage(link, token, languageOf(request)));
  }
  const shown = show(link, token);
  return typeof shown === 'string'
    ? reply.header('referrer-policy', 'no-referrer').redirect(shown, 303)
    : sendPage(reply, shown);
}

/** Activates, and gives where to go on: the application's link with a code; or the form with what is wrong. */
function submit(
  world: World,
  link: OpenLink,
  token: string,
  body: Readonly<Record<string, unknown>>,
): Page | string {
  const { user, grant } = link;
  const state = formState(link, token);
  const { profile, entered, errors } = readActivation(body, state.fields, textsFor(grant.locale));
  if (errors.length > 0) return activationFormPage({ ...state, entered, errors });
  for (const [name, value] of Object.entries(profile)) user.profile[name] = value;
  activateUser(world, user, grant.clientId);
  const { uuid, clientId, locale, redirectUri } = grant;
  const at = world.clock.now();
  const address = new URL(redirectUri);
  address.searchParams.set('code', world.grants.code({ uuid, clientId, locale, redirectUri, at }));
  return address.href;
}

function formState({ grant, user, client }: OpenLink, token: string) {
  const fields = client.requiredFields.filter((name) => isEmpty(user.profile[name]));
  const { locale, redirectUri } = grant;
  const { identifier } = user;
  return { token, locale, redirectUri, identifier, fields } satisfies Partial<FormState>;
}

function tokenOf(parameters: unknown): string {
  const token = isObject(parameters) ? parameters.token : undefined;
  return typeof token === 'string' ? token : '';
}

/** A broken link does not tell the person's language; the browser does. */
function languageOf({ headers }: FastifyRequest): string {
  return headers['accept-language'] ?? '';
}
