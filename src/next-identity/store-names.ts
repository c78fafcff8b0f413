/**
 * What `users/find` and `users/update` call the fields that `/pre-register` takes by their form names. Any other field has one
 * name in both. Sources: docs page pre-register for the form names, the vendor's own integrations for those of the store.
 */
const STORE_NAMES: ReadonlyMap<string, string> = new Map([
  ['firstName', 'givenName'],
  ['lastName', 'familyName'],
  ['emailAddress', 'email'],
]);

export function storeName(formName: string): string {
  return STORE_NAMES.get(formName) ?? formName;
}
