import type { Texts } from '../locales/texts.js';
import { textsFor } from '../locales/texts-for.js';
import { fieldLabel } from './field-label.js';
import { type Html, html } from './html.js';
import type { Page } from './page.js';
import type { FormError } from './read-activation.js';

/** What the form shows. */
export interface FormState {
  readonly token: string;
  readonly locale: string;
  readonly identifier: string;
  readonly redirectUri: string;
  /** The fields of the profile that are asked for, by their form names. */
  readonly fields: readonly string[];
  /** What was entered before, by the names of the inputs. Passwords are never given back. */
  readonly entered: Readonly<Record<string, string>>;
  readonly errors: readonly FormError[];
}

const AUTOCOMPLETE: Readonly<Record<string, string>> = {
  firstName: 'given-name',
  lastName: 'family-name',
  emailAddress: 'email',
  mobileNumber: 'tel',
  birthday: 'bday',
  streetAddress: 'street-address',
  postalCode: 'postal-code',
  city: 'address-level2',
  country: 'country-name',
};

/** The activation form: missing data, password, terms and privacy (hosted pre-register). It works without scripts. */
export function activationFormPage(state: FormState): Page {
  const texts = textsFor(state.locale);
  const { form, errors } = texts;
  const failed = state.errors.length > 0;
  const content = html`<div class="card">
${failed ? errorSummary(texts, state.errors) : null}
<h1>${form.title}</h1>
<p>${form.text}</p>
<p class="who"><span>${form.identifier}</span>${state.identifier}</p>
<form method="post" action="/activate/form" novalidate>
<input type="hidden" name="token" value="${state.token}">
${state.fields.map((name) => profileField(texts, state, name))}
${passwordFields(texts, state)}
${checkbox(state, { name: 'terms', label: form.terms, more: form.readTerms, text: form.termsText })}
${checkbox(state, { name: 'privacy', label: form.privacy, more: form.readPrivacy, text: form.privacyText })}
<button class="button">${form.submit}</button>
</form>
</div>`;
  const title = failed ? errors.prefix + form.title : form.title;
  const { redirectUri } = state;
  const status = failed ? 422 : 200;
  return { lang: texts.lang, title, content, footer: texts.sandbox, status, leadsTo: redirectUri };
}

function errorSummary({ errors }: Texts, list: readonly FormError[]): Html {
  const items = list.map(({ field, message }) => html`<li><a href="#${field}">${message}</a></li>`);
  return html`<div class="errors" role="alert" tabindex="-1" autofocus aria-labelledby="errors-title">
<h2 id="errors-title">${errors.title}</h2>
<ul>${items}</ul>
</div>`;
}

function profileField(texts: Texts, state: FormState, name: string): Html {
  const type = name === 'emailAddress' ? 'email' : name === 'mobileNumber' ? 'tel' : 'text';
  const autocomplete = AUTOCOMPLETE[name] ?? 'off';
  return input(state, { name, label: fieldLabel(texts, name), type, autocomplete, hint: null });
}

function passwordFields({ form }: Texts, state: FormState): Html {
  const [type, autocomplete] = ['password', 'new-password'];
  const { password: label, passwordHint: hint, passwordAgain } = form;
  return html`${input(state, { name: 'password', label, type, autocomplete, hint })}
${input(state, { name: 'passwordAgain', label: passwordAgain, type, autocomplete, hint: null })}`;
}

interface Input {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly autocomplete: string;
  readonly hint: string | null;
}

function input(state: FormState, { name, label, type, autocomplete, hint }: Input): Html {
  const error = state.errors.find(({ field }) => field === name)?.message ?? null;
  const described = describedBy(name, { hint: hint !== null, error: error !== null });
  return html`<div class="field">
<label for="${name}">${label}</label>
${hint === null ? null : html`<p class="hint" id="${name}-hint">${hint}</p>`}
${error === null ? null : html`<p class="wrong" id="${name}-error">${error}</p>`}
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" required value="${state.entered[name] ?? ''}"${described}>
</div>`;
}

interface Checkbox {
  readonly name: string;
  readonly label: string;
  readonly more: string;
  readonly text: string;
}

function checkbox(state: FormState, { name, label, more, text }: Checkbox): Html {
  const error = state.errors.find(({ field }) => field === name)?.message ?? null;
  const described = describedBy(name, { hint: false, error: error !== null });
  const checked = state.entered[name] === undefined ? null : html` checked`;
  return html`<div class="check">
${error === null ? null : html`<p class="wrong" id="${name}-error">${error}</p>`}
<label for="${name}"><input id="${name}" name="${name}" type="checkbox" value="yes" required${checked}${described}><span>${label}</span></label>
<details><summary>${more}</summary><p>${text}</p></details>
</div>`;
}

function describedBy(name: string, has: { readonly hint: boolean; readonly error: boolean }) {
  const ids = [has.hint ? `${name}-hint` : null, has.error ? `${name}-error` : null];
  const list = ids.filter((id) => id !== null).join(' ');
  if (list === '') return null;
  return html` aria-describedby="${list}"${has.error ? html` aria-invalid="true"` : null}`;
}
