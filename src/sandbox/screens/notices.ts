import { textsFor } from '../locales/texts-for.js';
import type { ActivationLink } from './activation-link.js';
import { type Html, html } from './html.js';
import type { Page } from './page.js';

/** The screen of a link that opens nothing. 410 and 404 say the same to programs. */
export function closedLinkPage(link: ActivationLink, token: string, acceptLanguage: string): Page {
  if (link.kind === 'invalid') {
    const texts = textsFor(acceptLanguage);
    const { title, text } = texts.invalid;
    return notice({ ...texts, title, text, status: 404, action: null });
  }
  const texts = textsFor(link.grant.locale);
  if (link.kind === 'used') {
    const { title, text, button } = texts.used;
    const action = html`<a class="button" href="${link.grant.redirectUri}">${button}</a>`;
    return notice({ ...texts, title, text, status: 410, action });
  }
  const { title, text, button } = texts.expired;
  const action = html`<form method="post" action="/activate/resend">
<input type="hidden" name="token" value="${token}">
<button class="button">${button}</button>
</form>`;
  return notice({ ...texts, title, text, status: 410, action });
}

/** What is shown after a new link was asked for. */
export function resentPage(locale: string, sent: boolean): Page {
  const texts = textsFor(locale);
  const { title, text } = sent ? texts.sentAgain : texts.tooSoon;
  return notice({ ...texts, title, text, status: sent ? 200 : 429, action: null });
}

interface Notice {
  readonly lang: string;
  readonly sandbox: string;
  readonly title: string;
  readonly text: string;
  readonly status: number;
  readonly action: Html | null;
}

function notice({ lang, sandbox, title, text, status, action }: Notice): Page {
  const content = html`<div class="card"><h1>${title}</h1><p>${text}</p>${action}</div>`;
  return { lang, title, content, footer: sandbox, status };
}
