import type { Texts } from '../locales/texts.js';

/** What a field of the profile is called. */
export function fieldLabel({ form }: Texts, name: string): string {
  return Object.hasOwn(form.fields, name) ? (form.fields[name] ?? name) : name;
}
