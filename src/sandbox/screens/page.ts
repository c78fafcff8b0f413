import type { FastifyReply } from 'fastify';
import { Html, html } from './html.js';
import { STYLE, STYLE_HASH } from './style.js';

/** A whole page. */
export interface Page {
  readonly lang: string;
  readonly title: string;
  readonly content: Html;
  readonly footer: string;
  /** Default 200. */
  readonly status?: number;
  /** For lists: the page is as wide as they need. */
  readonly wide?: boolean;
  /** Where a form of the page may lead in the end, beside the sandbox itself. */
  readonly leadsTo?: string;
}

const MARK = html`<svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true"><rect width="24" height="24" rx="6" fill="#1a4fbf"/><path d="M6.5 12.5l3.6 3.6 7.4-8" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

/** Sends the page: no scripts, nothing from elsewhere, not kept in caches, its address told to nobody. */
export function sendPage(reply: FastifyReply, page: Page): FastifyReply {
  return reply
    .code(page.status ?? 200)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy(page.leadsTo),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    .send(render(page).markup);
}

/** Browsers hold a form to its policy over redirects too: where the journey ends has to be in it. */
function policy(leadsTo: string | undefined): string {
  const target = leadsTo === undefined ? '' : ` ${sourceOf(leadsTo)}`;
  return (
    `default-src 'none'; style-src ${STYLE_HASH}; form-action 'self'${target}; ` +
    "base-uri 'none'; frame-ancestors 'none'"
  );
}

/** The origin, or the scheme of an app's own link, as `myapp:`. */
function sourceOf(address: string): string {
  const { origin, protocol } = new URL(address);
  return origin === 'null' ? protocol : origin;
}

function render({ lang, title, content, footer, wide }: Page): Html {
  return html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header>${MARK}<span lang="en">Next Identity sandbox</span></header>
<main${wide === true ? html` class="wide"` : null}>
${content}
</main>
<footer>${footer}</footer>
</body>
</html>
`;
}
