import { textsFor } from '../locales/texts-for.js';
import { html } from './html.js';
import type { Page } from './page.js';

/** The screen that an e-mail's link opens: a button, and nothing that a mail scanner could set off (hosted pre-register). */
export function callToActionPage(locale: string, identifier: string, token: string): Page {
  const texts = textsFor(locale);
  const { title, text, button } = texts.callToAction;
  const content = html`<div class="card">
<h1>${title}</h1>
<p>${text(identifier)}</p>
<form method="get" action="/activate/form">
<input type="hidden" name="token" value="${token}">
<button class="button">${button}</button>
</form>
</div>`;
  return { lang: texts.lang, title, content, footer: texts.sandbox };
}
