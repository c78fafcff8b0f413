/**
 * Whether a user of Next Identity has activated the account, by the attribute that the configuration names.
 *
 * @param is `present`: the attribute has any value but null, false and the empty text; else exactly this value
 */
export function isActivated(
  user: Readonly<Record<string, unknown>>,
  { attribute, is }: { attribute: string; is: string | number | boolean },
): boolean {
  const value = user[attribute];
  if (is === 'present')
    return value !== undefined && value !== null && value !== false && value !== '';
  return value === is;
}
