import { createHash } from 'node:crypto';

/** The look of all pages. Text has a contrast of at least 4.5 to 1 on its ground, also where it is quiet. */
export const STYLE = `
*, *::before { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: #eef1f6;
  color: #16202e; font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
header, footer { padding: 1rem 1.5rem; color: #4a5669; font-size: .875rem; }
header { display: flex; align-items: center; gap: .6rem; background: #fff; border-bottom: 1px solid #d8dee8;
  color: #16202e; font-weight: 600; }
header svg { flex: none; }
header a { color: inherit; text-decoration: none; }
footer { text-align: center; }
main { flex: 1; width: 100%; max-width: 31rem; margin: 0 auto; padding: 2.5rem 1rem; }
main.wide { max-width: 56rem; }
.card { background: #fff; border: 1px solid #d8dee8; border-radius: .9rem; padding: 2rem;
  box-shadow: 0 1px 2px rgb(22 32 46 / .05), 0 8px 24px rgb(22 32 46 / .06); }
h1 { margin: 0 0 .6rem; font-size: 1.6rem; line-height: 1.25; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { margin: 0 0 .4rem; font-size: 1.05rem; }
p { margin: 0 0 1.25rem; overflow-wrap: anywhere; }
a { color: #1a4fbf; }
.button { display: inline-block; border: 0; border-radius: .55rem; padding: .75rem 1.4rem; background: #1a4fbf;
  color: #fff; font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; }
.card > form > .button, .card > .button { width: 100%; }
.button:hover { background: #153f99; }
:focus-visible { outline: 3px solid #b45309; outline-offset: 2px; }
.field { margin: 0 0 1.15rem; }
.field label { display: block; margin-bottom: .3rem; font-weight: 600; }
.field input { width: 100%; border: 1px solid #6d7a8d; border-radius: .5rem; padding: .65rem .75rem; font: inherit;
  color: inherit; background: #fff; }
.hint { margin: 0 0 .35rem; color: #4a5669; font-size: .9rem; }
.wrong { margin: 0 0 .35rem; color: #a8201a; font-weight: 600; font-size: .95rem; }
.field input[aria-invalid="true"] { border: 2px solid #a8201a; }
.check { margin: 0 0 1rem; }
.check label { display: flex; gap: .7rem; align-items: flex-start; font-weight: 600; }
.check input { flex: none; width: 1.35rem; height: 1.35rem; margin: .1rem 0 0; accent-color: #1a4fbf; }
details { margin: .3rem 0 0 2.05rem; font-size: .9rem; }
summary { cursor: pointer; color: #1a4fbf; }
details p { margin: .4rem 0 0; color: #4a5669; }
.errors { margin: 0 0 1.5rem; border: 2px solid #a8201a; border-radius: .6rem; padding: 1rem 1.2rem; }
.errors ul { margin: 0; padding-left: 1.2rem; }
.errors a { color: #a8201a; font-weight: 600; }
.who { margin: 0 0 1.5rem; padding: .8rem 1rem; border-radius: .5rem; background: #eef1f6; overflow-wrap: anywhere; }
.who span { display: block; color: #4a5669; font-size: .875rem; }
.quiet { color: #4a5669; font-size: .9rem; }
.list { list-style: none; margin: 0; padding: 0; }
.list li + li { border-top: 1px solid #d8dee8; }
.list a { display: grid; grid-template-columns: 4.5rem 1fr auto; gap: .2rem 1rem; padding: .9rem 1.25rem;
  color: inherit; text-decoration: none; }
.list a:hover { background: #f6f8fb; }
.list b { overflow-wrap: anywhere; }
.list span { color: #4a5669; font-size: .9rem; }
.list .text { grid-column: 2 / -1; }
.tag { justify-self: start; align-self: start; border-radius: 1rem; padding: .05rem .6rem; background: #e2eafb;
  color: #153f99; font-size: .8rem; font-weight: 600; font-style: normal; }
.tag.sms { background: #dff3e6; color: #14582f; }
.list-card { padding: 0; overflow: hidden; }
.search { display: flex; gap: .6rem; align-items: end; margin: 0 0 1.25rem; }
.search .field { flex: 1; margin: 0; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .2rem 1rem; margin: 0 0 1.5rem; padding: 0 0 1.2rem;
  border-bottom: 1px solid #d8dee8; }
dt { color: #4a5669; }
dd { margin: 0; overflow-wrap: anywhere; }
.bubble a { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bubble { margin: 0; padding: .9rem 1.1rem; border-radius: 1rem 1rem 1rem .2rem; background: #dff3e6; }
@media (max-width: 36rem) { .list a { grid-template-columns: 1fr; } .list .text { grid-column: auto; } }
@media (max-width: 30rem) { .card { padding: 1.4rem; } .list-card { padding: 0; } main { padding: 1.25rem .75rem; } }
`;

/** What a content security policy names the style by. */
export const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
