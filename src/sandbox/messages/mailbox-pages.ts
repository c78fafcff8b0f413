import { textsFor } from '../locales/texts-for.js';
import { type Html, html } from '../screens/html.js';
import type { Page } from '../screens/page.js';
import type { MailboxQuery } from './mailbox-query.js';
import type { MessageRecord } from './message-record.js';

const FOOTER = 'Sandbox: none of these messages was really sent.';

/** The mailbox: a search and the messages, the newest first. */
export function mailboxPage(messages: readonly MessageRecord[], query: MailboxQuery): Page {
  const { to = '', limit = 100 } = query;
  const last = messages.at(-1);
  const older = last !== undefined && messages.length >= limit && last.number > 1;
  const parameters = new URLSearchParams({
    ...(to === '' ? {} : { to }),
    ...(limit === 100 ? {} : { limit: String(limit) }),
    before: String(last?.number),
  });
  const content = html`<h1>Mailbox</h1>
<form class="search" method="get" action="/sandbox/mailbox" role="search">
<div class="field"><label for="to">Sent to</label><input id="to" name="to" value="${to}" autocomplete="off" placeholder="part of an address or number"></div>
<button class="button">Search</button>
</form>
${messages.length === 0 ? empty(to) : list(messages)}
${older ? html`<p><a href="/sandbox/mailbox?${parameters.toString()}">Older messages</a></p>` : null}`;
  return { lang: 'en', title: 'Mailbox', content, footer: FOOTER, wide: true };
}

function empty(to: string): Html {
  return html`<div class="card"><p>${
    to === '' ? 'No messages yet. Call pre-register, then come back.' : 'No message matches.'
  }</p></div>`;
}

function list(messages: readonly MessageRecord[]): Html {
  return html`<div class="card list-card"><ul class="list">${messages.map(item)}</ul></div>`;
}

function item({ number, channel, to, subject, text, at, locale }: MessageRecord): Html {
  return html`<li><a href="/sandbox/mailbox/${number}">${tag(channel)}<b>${to}</b>${time(at)}
<span class="text" lang="${textsFor(locale).lang}">${subject ?? text.slice(0, 80)}</span></a></li>`;
}

/** One message, as it would look to the person. */
export function messagePage(message: MessageRecord): Page {
  const { number, channel, to, subject, clientId, at, locale } = message;
  const { lang } = textsFor(locale);
  const title = subject ?? `SMS to ${to}`;
  const content = html`<p><a href="/sandbox/mailbox">Back to the mailbox</a></p>
<div class="card">
<h1 lang="${subject === null ? 'en' : lang}">${title}</h1>
<dl><dt>To</dt><dd>${to}</dd><dt>Sent</dt><dd>${time(at)}</dd><dt>Client</dt><dd>${clientId}</dd></dl>
<div lang="${lang}">${channel === 'email' ? letter(message) : bubble(message)}</div>
</div>`;
  return { lang: 'en', title: `${title} (message ${number})`, content, footer: FOOTER };
}

function letter({ text, link, locale }: MessageRecord): Html {
  const { mail } = textsFor(locale);
  return html`${text
    .split('\n\n')
    .map((part) =>
      link !== null && part.endsWith(link)
        ? html`<p><a class="button" href="${link}">${mail.button}</a></p>`
        : html`<p>${part}</p>`,
    )}`;
}

function bubble({ text, link }: MessageRecord): Html {
  const before = link === null ? text : text.slice(0, text.length - link.length);
  return html`<p class="bubble">${before}${link === null ? null : html`<a href="${link}">${link}</a>`}</p>`;
}

function tag(channel: MessageRecord['channel']): Html {
  return channel === 'email'
    ? html`<em class="tag">E-mail</em>`
    : html`<em class="tag sms">SMS</em>`;
}

function time(at: number): Html {
  const text = new Date(at).toISOString();
  return html`<time datetime="${text}">${text.slice(0, 19).replace('T', ' ')} UTC</time>`;
}
